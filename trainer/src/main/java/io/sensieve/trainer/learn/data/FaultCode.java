package io.sensieve.trainer.learn.data;

/**
 * A value that a device sends instead of a measurement.
 *
 * @param channel index of the channel
 * @param value repeated exactly
 * @param share share of the train and validation rows that have the value
 */
public record FaultCode(int channel, float value, double share) {}
