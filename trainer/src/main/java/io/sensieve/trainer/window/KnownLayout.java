package io.sensieve.trainer.window;

/**
 * A layout that somebody declared or that has an active selection.
 *
 * @param channels D, the number of channels
 * @param declared whether a {@link io.sensieve.SensorLayout} declares the layout; a selection may stem from a name that
 *     a device invented
 */
public record KnownLayout(int channels, boolean declared) {}
