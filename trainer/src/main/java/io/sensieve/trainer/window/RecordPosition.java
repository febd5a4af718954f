package io.sensieve.trainer.window;

/**
 * Origin of a record.
 *
 * @param partition partition of its topic
 * @param offset offset in the partition
 * @param device hash of the record's key, the device's id
 */
public record RecordPosition(int partition, long offset, int device) {}
