package io.sensieve.standalone.demo.replay;

import io.sensieve.model.LoadedSelection;
import io.sensieve.model.Reconstructor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * Computes the error of what was served, and of what each version would have served, over stretches of consecutive
 * rows. All errors have one scale: the root mean square, over rows and channels, of the error divided by the channel's
 * standard deviation over the learnt rows. 1 is the error of predicting the mean. Missing cells do not count, nor
 * channels that were constant in the learnt rows, nor channels with a faulty sensor.
 */
final class Stretches {
    /** A stretch ends where another version takes over, and after a tenth of the file. */
    private static final int PARTS = 10;

    private static final int ROWS_MIN = 100;

    private final List<float[]> rows;
    private final double[] deviations;

    /**
     * @param learnt rows of D values that the first selection was trained on; NaN is a missing value
     * @param after the rows that follow
     */
    Stretches(List<float[]> learnt, List<float[]> after) {
        rows = new ArrayList<>(learnt);
        rows.addAll(after);
        deviations = deviations(learnt);
    }

    private static double[] deviations(List<float[]> learnt) {
        double[] deviations = new double[learnt.get(0).length];
        for (int c = 0; c < deviations.length; c++) {
            int channel = c;
            double[] values = learnt.stream()
                    .mapToDouble(row -> row[channel])
                    .filter(value -> !Double.isNaN(value))
                    .toArray();
            double mean = Arrays.stream(values).average().orElse(0);
            deviations[c] = Math.sqrt(Arrays.stream(values)
                    .map(value -> (value - mean) * (value - mean))
                    .average()
                    .orElse(0));
        }
        return deviations;
    }

    /**
     * Computes the stretches; leaves out those without a measured value.
     *
     * @param served version that reconstructed each row; 0 if none did
     * @param versions the published versions
     * @param faulty channels whose sensors are faulty in a row, counted from 1
     */
    List<ReplaySummary.Stretch> of(
            int[] served, Map<Integer, LoadedSelection> versions, IntFunction<Set<Integer>> faulty) {
        int longest = Math.max(ROWS_MIN, (rows.size() + PARTS - 1) / PARTS);
        List<ReplaySummary.Stretch> stretches = new ArrayList<>();
        int from = 0;
        for (int row = 1; row <= served.length; row++) {
            if (row == served.length || served[row] != served[from] || row % longest == 0) {
                if (versions.containsKey(served[from])) {
                    ReplaySummary.Stretch stretch = stretch(from, row, served[from], versions, faulty);
                    if (!Double.isNaN(stretch.relativeRms())) {
                        stretches.add(stretch);
                    }
                }
                from = row;
            }
        }
        return stretches;
    }

    private ReplaySummary.Stretch stretch(
            int from,
            int until,
            int version,
            Map<Integer, LoadedSelection> versions,
            IntFunction<Set<Integer>> faulty) {
        Map<Integer, Double> byVersion = new TreeMap<>();
        versions.forEach((number, selection) -> {
            if (number <= version) {
                byVersion.put(number, relativeRms(selection, from, until, faulty));
            }
        });
        double own = byVersion.getOrDefault(version, Double.NaN);
        double best = byVersion.values().stream().mapToDouble(v -> v).min().orElse(own);
        return new ReplaySummary.Stretch(from + 1, until, version, own, byVersion, own / best);
    }

    private double relativeRms(LoadedSelection selection, int from, int until, IntFunction<Set<Integer>> faulty) {
        Reconstructor reconstructor = selection.borrowReconstructor(1);
        double sum = 0;
        long count = 0;
        for (int r = from; r < until; r++) {
            float[] row = rows.get(r);
            float[] reconstructed = reconstructor.reconstruct(reconstructor.project(row));
            Set<Integer> excluded = faulty.apply(r + 1);
            for (int c = 0; c < row.length; c++) {
                if (!Float.isNaN(row[c]) && deviations[c] > 0 && !excluded.contains(c)) {
                    double error = (row[c] - reconstructed[c]) / deviations[c];
                    sum += error * error;
                    count++;
                }
            }
        }
        selection.returnReconstructor(reconstructor);
        return Math.sqrt(sum / count);
    }
}
