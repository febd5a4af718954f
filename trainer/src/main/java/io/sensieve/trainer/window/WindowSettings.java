package io.sensieve.trainer.window;

import java.time.Duration;

/**
 * How large windows are.
 *
 * @param rows most rows of a window
 * @param minRows fewest rows that a selection is learnt from
 * @param span event time that a window reaches back
 * @param idle a layout that sent nothing for so long has sent what it has
 * @param validationShare part of a window, its newest, that is held out
 * @param layouts most layouts
 * @param memory bytes that the rows of all windows may take
 * @param seed of the sampling
 */
public record WindowSettings(
        int rows,
        int minRows,
        Duration span,
        Duration idle,
        double validationShare,
        int layouts,
        long memory,
        long seed) {}
