package io.sensieve.trainer.learn.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds values that devices send instead of a measurement, for example -200: a value that repeats exactly, apart from
 * all other values of its channel, which are continuous.
 *
 * <p>A channel of few levels, such as a switch, has no fault codes, nor has a limit at which a sensor saturates,
 * because values come close to it. Zero is none, because machines that stand still measure it. Nor is a value that a
 * channel has while many others stand still at values of their own: then the machine is in another state.
 */
final class FaultCodes {
    /** Fewest records with a fault code. */
    private static final int LEAST_REPEATS = 3;

    /** Fewest distinct values of the other records. */
    private static final int LEAST_LEVELS = 20;

    /** Largest share of the other records that one value has. */
    private static final double MOST_OF_ONE = 0.2;

    /** Smallest distance of a fault code from all other values, as a multiple of the width of their middle. */
    private static final double APART = 0.5;

    /** Share of the other values below their middle, and share above it. */
    private static final double OUTSIDE = 0.01;

    /** Mean share of the other channels at a repeated value of their own that makes a state of the machine. */
    private static final double STATE = 0.25;

    private final int channels;
    private final float[][][] parts;

    private FaultCodes(int channels, float[][]... parts) {
        this.channels = channels;
        this.parts = parts;
    }

    /** Finds the fault codes in the train and validation rows, in the order of the channels. */
    static List<FaultCode> of(int channels, float[][] train, float[][] validation) {
        List<FaultCode> apart = new ArrayList<>();
        for (int c = 0; c < channels; c++) {
            float[] sorted = ChannelColumns.of(c, train, validation);
            Arrays.sort(sorted);
            for (float value : apart(Arrays.copyOf(sorted, ChannelColumns.countMeasured(sorted)))) {
                apart.add(new FaultCode(c, value, 0));
            }
        }
        return apart.isEmpty() ? apart : new FaultCodes(channels, train, validation).withoutStates(apart);
    }

    /** The values of a channel that repeat, apart from the others. */
    private static List<Float> apart(float[] sorted) {
        List<Float> found = new ArrayList<>();
        float[] others = sorted;
        boolean any = true;
        while (any) {
            any = false;
            for (int start = 0, end; start < others.length && !any; start = end) {
                end = endOfRun(others, start);
                if (end - start >= LEAST_REPEATS && others[start] != 0 && isApart(others, start, end)) {
                    found.add(others[start]);
                    others = without(others, start, end);
                    any = true;
                }
            }
        }
        return isContinuous(others) ? found : List.of();
    }

    private static boolean isApart(float[] sorted, int start, int end) {
        float[] others = without(sorted, start, end);
        if (others.length < LEAST_LEVELS) {
            return false;
        }
        int outside = (int) (OUTSIDE * others.length);
        double width = (double) others[others.length - 1 - outside] - others[outside];
        boolean beyond = sorted[start] < others[outside] || sorted[start] > others[others.length - 1 - outside];
        double below = start == 0 ? Double.POSITIVE_INFINITY : (double) sorted[start] - sorted[start - 1];
        double above = end == sorted.length ? Double.POSITIVE_INFINITY : (double) sorted[end] - sorted[start];
        return beyond && width > 0 && Math.min(below, above) >= APART * width;
    }

    /** Whether sorted values are those of a continuous channel: many levels, none of which has a large share. */
    static boolean isContinuous(float[] sorted) {
        int levels = 0;
        int most = 0;
        for (int start = 0, end; start < sorted.length; start = end) {
            end = endOfRun(sorted, start);
            levels++;
            most = Math.max(most, end - start);
        }
        return levels >= LEAST_LEVELS && most <= MOST_OF_ONE * sorted.length;
    }

    private static int endOfRun(float[] sorted, int start) {
        int end = start + 1;
        while (end < sorted.length && sorted[end] == sorted[start]) {
            end++;
        }
        return end;
    }

    private static float[] without(float[] values, int start, int end) {
        float[] kept = new float[values.length - (end - start)];
        System.arraycopy(values, 0, kept, 0, start);
        System.arraycopy(values, end, kept, start, values.length - end);
        return kept;
    }

    /** Leaves out the values of machines in another state, and counts the others. */
    private List<FaultCode> withoutStates(List<FaultCode> apart) {
        int[] rows = new int[apart.size()];
        double[] atOwnValue = new double[apart.size()];
        int[] present = new int[apart.size()];
        for (float[][] part : parts) {
            for (float[] row : part) {
                int count = 0;
                for (int i = 0; i < present.length; i++) {
                    if (row[apart.get(i).channel()] == apart.get(i).value()) {
                        present[count++] = i;
                    }
                }
                for (int p = 0; p < count; p++) {
                    float value = apart.get(present[p]).value();
                    int others = 0;
                    for (int q = 0; q < count; q++) {
                        others += apart.get(present[q]).value() == value ? 0 : 1;
                    }
                    rows[present[p]]++;
                    atOwnValue[present[p]] += (double) others / channels;
                }
            }
        }
        List<FaultCode> codes = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            if (atOwnValue[i] < STATE * rows[i]) {
                FaultCode code = apart.get(i);
                codes.add(new FaultCode(code.channel(), code.value(), (double) rows[i] / count()));
            }
        }
        return codes;
    }

    private int count() {
        return Arrays.stream(parts).mapToInt(part -> part.length).sum();
    }
}
