package io.sensieve.trainer.learn.concrete;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Pool of standard Gumbel draws in blocks of equal length, which is refilled for each epoch. A user takes consecutive
 * blocks from a random start: all draws of one taking are independent, and two takings of a step share a draw at the
 * same place only if they start at the same block.
 */
final class GumbelPool {
    private static final int LEAST_BLOCKS = 2048;

    /** In the middle of what draws span, -3 to 15, so that powers of low temperatures stay within a float. */
    private static final double MIDDLE = 6;

    private final SplittableRandom random;
    private final int part;
    private final int parts;
    private final int blocks;
    private final float[][] draws;
    private final float[][] powers;
    private final float[] largest;
    private final float[] smallest;
    private final float[] largestOfPart;

    /**
     * Creates a pool without draws; call {@link #refill} first.
     *
     * @param block draws of a block, an even number
     * @param part draws of a part of a block; a divisor of {@code block}
     * @param taken number of blocks of one taking
     */
    GumbelPool(long seed, int block, int part, int taken) {
        this.random = new SplittableRandom(seed);
        this.part = part;
        this.parts = block / part;
        this.blocks = Math.max(LEAST_BLOCKS, 2 * Integer.highestOneBit(2 * taken - 1));
        this.draws = new float[Math.multiplyExact(blocks, parts)][part];
        this.powers = new float[2 * blocks][block / 2];
        this.largest = new float[blocks];
        this.smallest = new float[blocks];
        this.largestOfPart = new float[draws.length];
    }

    /** Draws all values again. */
    void refill() {
        Arrays.fill(largest, Float.NEGATIVE_INFINITY);
        Arrays.fill(smallest, Float.POSITIVE_INFINITY);
        Arrays.fill(largestOfPart, Float.NEGATIVE_INFINITY);
        for (int place = 0; place < draws.length; place++) {
            int number = place / parts;
            for (int i = 0; i < part; i++) {
                float draw = (float) -Math.log(-Math.log(random.nextDouble(Double.MIN_NORMAL, 1)));
                draws[place][i] = draw;
                smallest[number] = Math.min(smallest[number], draw);
                largestOfPart[place] = Math.max(largestOfPart[place], draw);
            }
            largest[number] = Math.max(largest[number], largestOfPart[place]);
        }
    }

    /** Computes {@link #powers} for a temperature. */
    void raise(double temperature) {
        int half = part * parts / 2;
        for (int i = 0; i < powers.length * half; i++) {
            powers[i / half][i % half] = (float) Math.exp((draws[i / part][i % part] - MIDDLE) / temperature);
        }
    }

    /** A random block to start at. */
    int start() {
        return random.nextInt(blocks);
    }

    /** Number of the block that is {@code offset} after {@code start}; the pool is a ring. */
    int number(int start, int offset) {
        return (start + offset) & (blocks - 1);
    }

    /** The draws of a part; parts are counted through all blocks. */
    float[] draws(int place) {
        return draws[place];
    }

    /**
     * {@code exp(draw / temperature)} of half a block, up to a common factor; halves are counted through all blocks.
     */
    float[] powers(int half) {
        return powers[half];
    }

    /** The largest draw of a block. */
    float largest(int number) {
        return largest[number];
    }

    /** The largest draw of a part. */
    float largestOfPart(int place) {
        return largestOfPart[place];
    }

    /** The smallest draw of a block. */
    float smallest(int number) {
        return smallest[number];
    }
}
