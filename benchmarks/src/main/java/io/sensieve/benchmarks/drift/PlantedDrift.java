package io.sensieve.benchmarks.drift;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Generates a stream with a planted drift: stationary up to {@link #onset()}, then drifted.
 *
 * <p>An instance serves a single pass, because it keeps the value of a stuck channel.
 */
final class PlantedDrift {
    /** Records over which the share of drifted records rises in a gradual drift. */
    static final int GRADUAL_RECORDS = 2_000;

    /** Length of a season, and of the pause between two seasons, in records. */
    static final int SEASON_RECORDS = 4_000;

    private static final int MIN_BEFORE = 2_000;
    private static final int BEFORE_SPREAD = 1_000;
    private static final int SHARE_OF_MANY = 3;
    private static final int SHARE_OF_GROUP = 20;
    private static final float WEAKENED = 0.3f;
    private static final float MIRRORED = -1;
    private static final float RESCALED = 2;

    private final DriftKind kind;
    private final RowPool pool;
    private final SplittableRandom random;
    private final int[] changed;
    private final long onset;
    private float[] last = {};
    private float stuckAt = Float.NaN;

    private PlantedDrift(DriftKind kind, RowPool pool, SplittableRandom random, int[] changed) {
        this.kind = kind;
        this.pool = pool;
        this.random = random;
        this.changed = changed;
        this.onset = MIN_BEFORE + random.nextLong(BEFORE_SPREAD);
    }

    /**
     * Draws channels and onset of a drift.
     *
     * @param selected indices of the selected channels
     */
    static PlantedDrift of(DriftKind kind, RowPool pool, int[] selected, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] varying = pool.varying();
        int[] changed = switch (kind) {
            case ABRUPT, GRADUAL, SEASONAL, CORRELATION ->
                Arrays.copyOf(shuffled(varying, random), Math.max(2, varying.length / SHARE_OF_MANY));
            case GROUP_RESCALED -> {
                int size = Math.max(1, varying.length / SHARE_OF_GROUP);
                int from = random.nextInt(varying.length - size + 1);
                yield Arrays.copyOfRange(varying, from, from + size);
            }
            case DEAD_SELECTED, STUCK_SELECTED -> one(varying, selected, true, random);
            case DEAD_RECONSTRUCTED, STUCK_RECONSTRUCTED -> one(varying, selected, false, random);
        };
        return new PlantedDrift(kind, pool, random, changed);
    }

    private static int[] one(int[] varying, int[] selected, boolean isSelected, SplittableRandom random) {
        int[] possible = IntStream.of(varying)
                .filter(c -> IntStream.of(selected).anyMatch(k -> k == c) == isSelected)
                .toArray();
        if (possible.length == 0) {
            throw new IllegalArgumentException("no varying channel is " + (isSelected ? "selected" : "reconstructed")
                    + ": use rows with more varying channels, or another K");
        }
        return new int[] {possible[random.nextInt(possible.length)]};
    }

    private static int[] shuffled(int[] values, SplittableRandom random) {
        int[] order = values.clone();
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int held = order[i];
            order[i] = order[j];
            order[j] = held;
        }
        return order;
    }

    /** Index of the first record that may be drifted. */
    long onset() {
        return onset;
    }

    /** Indices of the records at which a drift starts. */
    List<Long> onsets() {
        return kind == DriftKind.SEASONAL ? List.of(onset, onset + 2 * SEASON_RECORDS) : List.of(onset);
    }

    /** Indices of the drifted channels. */
    Set<Integer> changed() {
        Set<Integer> set = new TreeSet<>();
        IntStream.of(changed).forEach(set::add);
        return set;
    }

    /** Length of the stream with {@code after} drifted records. */
    long length(int after) {
        return switch (kind) {
            case SEASONAL -> onset + 3L * SEASON_RECORDS;
            case GRADUAL -> onset + GRADUAL_RECORDS + after;
            default -> onset + after;
        };
    }

    /** Draws the row of a record; call with ascending indices. */
    float[] next(long record) {
        float[] row = pool.draw(random);
        if (isChanged(record)) {
            change(row);
        } else {
            stuckAt = Float.NaN;
        }
        last = row;
        return row;
    }

    private boolean isChanged(long record) {
        if (record < onset) {
            return false;
        }
        return switch (kind) {
            case GRADUAL -> random.nextDouble() < (record - onset) / (double) GRADUAL_RECORDS;
            case SEASONAL -> (record - onset) / SEASON_RECORDS % 2 == 0;
            default -> true;
        };
    }

    private void change(float[] row) {
        switch (kind) {
            case ABRUPT, GRADUAL, SEASONAL -> {
                for (int i = 0; i < changed.length; i++) {
                    stretch(row, changed[i], i % 2 == 0 ? WEAKENED : MIRRORED);
                }
            }
            case GROUP_RESCALED -> IntStream.of(changed).forEach(c -> stretch(row, c, RESCALED));
            case CORRELATION -> {
                float[] other = pool.draw(random);
                IntStream.of(changed).forEach(c -> row[c] = other[c]);
            }
            case DEAD_SELECTED, DEAD_RECONSTRUCTED -> row[changed[0]] = Float.NaN;
            case STUCK_SELECTED, STUCK_RECONSTRUCTED -> {
                stuckAt = Float.isNaN(stuckAt) ? last[changed[0]] : stuckAt;
                row[changed[0]] = stuckAt;
            }
        }
    }

    private void stretch(float[] row, int channel, float factor) {
        row[channel] = pool.mean(channel) + factor * (row[channel] - pool.mean(channel));
    }
}
