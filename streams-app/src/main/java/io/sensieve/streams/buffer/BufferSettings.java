package io.sensieve.streams.buffer;

import java.time.Duration;

/**
 * What becomes of records that come before the first selection of their layout.
 *
 * @param keep whether they wait; else they are dead letters at once
 * @param maxRecords most records that wait in one task (one input partition)
 * @param maxWait longest that a record waits, by the wall clock
 */
public record BufferSettings(boolean keep, int maxRecords, Duration maxWait) {}
