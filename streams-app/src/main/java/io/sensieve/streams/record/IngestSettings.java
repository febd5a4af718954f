package io.sensieve.streams.record;

import java.time.Duration;

/**
 * What the app takes in.
 *
 * @param maxBytes most bytes of a record's key, value and headers together
 * @param declaredOnly whether records of a layout without a SensorLayout are dead letters
 * @param undeclaredGrace how long they wait before, for a layout and its first records come by different topics
 */
public record IngestSettings(int maxBytes, boolean declaredOnly, Duration undeclaredGrace) {}
