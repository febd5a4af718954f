package io.sensieve.trainer.window;

import java.time.Instant;
import java.util.Map;

/**
 * Rows of a window for one training.
 *
 * @param train rows of D values
 * @param validation held-out rows of D values, the newest of the window
 * @param from earliest event time
 * @param to latest event time
 * @param offsets offsets that the rows were sampled from, by partition
 */
public record WindowSample(
        float[][] train, float[][] validation, Instant from, Instant to, Map<Integer, OffsetSpan> offsets) {}
