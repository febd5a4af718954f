package io.sensieve.benchmarks.events;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Holds what an event may depend on.
 *
 * @param onset record at which the event begins
 * @param mean mean of each channel on the learnt rows
 * @param deviation standard deviation of each channel on the learnt rows
 * @param selected indices of the selected channels of version 1
 * @param directions of D values each, along which the channels move together without a change of their relation
 * @param seed random seed of the event
 */
record EventSetting(long onset, float[] mean, float[] deviation, int[] selected, float[][] directions, long seed) {
    private static final int SHARE_OF_SEVERAL = 3;

    /** Number of channels. */
    int d() {
        return mean.length;
    }

    /** A new generator with the event's seed. */
    SplittableRandom random() {
        return new SplittableRandom(seed);
    }

    /** Draws a channel that varies. */
    int any() {
        return one(c -> true);
    }

    /** Draws a selected channel that varies. */
    int anySelected() {
        return one(c -> IntStream.of(selected).anyMatch(s -> s == c));
    }

    /** Draws a channel that varies and is not selected. */
    int anyReconstructed() {
        return one(c -> IntStream.of(selected).noneMatch(s -> s == c));
    }

    private int one(IntPredicate allowed) {
        int[] possible = IntStream.of(varying()).filter(allowed).toArray();
        if (possible.length == 0) {
            throw new IllegalArgumentException(
                    "no channel that varies fits the event: use rows with more such channels");
        }
        return possible[random().nextInt(possible.length)];
    }

    /** Draws a third of the channels that vary, at least two. */
    int[] several() {
        int[] order = shuffled(varying(), random());
        return Arrays.copyOf(order, Math.max(2, order.length / SHARE_OF_SEVERAL));
    }

    /** Indices of the channels that vary. */
    int[] varying() {
        return IntStream.range(0, d()).filter(c -> deviation[c] > 0).toArray();
    }

    /** Indices of all channels. */
    int[] all() {
        return IntStream.range(0, d()).toArray();
    }

    static int[] shuffled(int[] values, SplittableRandom random) {
        int[] order = values.clone();
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int held = order[i];
            order[i] = order[j];
            order[j] = held;
        }
        return order;
    }
}
