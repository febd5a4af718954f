package io.sensieve.trainer.window;

import java.time.Instant;
import java.util.Map;

/**
 * What is learnt from.
 *
 * @param train rows of D values
 * @param validation the newest rows, held out
 * @param from earliest event time
 * @param to latest event time
 * @param offsets what the rows were sampled from, by partition
 */
public record WindowSample(
        float[][] train, float[][] validation, Instant from, Instant to, Map<Integer, OffsetSpan> offsets) {}
