package io.sensieve.trainer.learn.evaluation;

import io.sensieve.model.SymmetricMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Finds the few channels that have changed by themselves, while the relations between all others stayed: the sensor of
 * such a channel, its unit or its wiring changed, not the process.
 *
 * <p>Follows the reconstruction-based contribution of process monitoring (C. F. Alcala and S. J. Qin,
 * Reconstruction-based contribution for process monitoring, Automatica 45, 2009): the distance of a row from the
 * earlier rows is Mahalanobis' {@code z' P z}, with P the inverse of the earlier rows' covariance. Without channel j it
 * would be less by {@code (P z)_j^2 / P_jj}. The channel with the largest contribution is left out, then the next,
 * until the rest explains nearly nothing.
 */
public final class ChangedChannels {
    /** Most earlier rows that are used; the cost grows with their square. */
    private static final int MOST_BEFORE = 256;

    private static final int LEAST_BEFORE = 32;
    private static final int MOST_AFTER = 256;
    private static final int LEAST_AFTER = 8;

    /** Part of the earlier rows that is held out: one in so many. */
    private static final int HELD_OUT = 4;

    /** Added to the variance 1 of each channel. */
    private static final double RIDGE = 1e-3;

    /** Share of the excess distance that the channels must explain. */
    private static final double EXPLAINED = 0.9;

    /** Largest number of channels, and their largest share. */
    private static final int MOST_CHANNELS = 3;

    private static final double MOST_SHARE = 0.1;

    /** Most steps of an estimate of missing values, and the squared residual at which it ends, as a share. */
    private static final int MOST_STEPS = 20;

    private static final double NEGLIGIBLE = 1e-6;

    private final double[] mean;
    private final double[] deviation;

    /** Scaled earlier rows over the root of their number: n x D. */
    private final double[][] rows;

    /** {@code inverse(rows rows' + RIDGE I) rows}: n x D. By Woodbury's identity, P = (I - rows' inner) / RIDGE. */
    private final double[][] inner;

    private ChangedChannels(float[][] before) {
        int d = before[0].length;
        mean = new double[d];
        deviation = new double[d];
        for (int c = 0; c < d; c++) {
            int channel = c;
            DoubleSummaryStatistics values = measured(before, channel).summaryStatistics();
            mean[c] = values.getCount() == 0 ? 0 : values.getAverage();
            double square = measured(before, channel)
                    .map(value -> (value - mean[channel]) * (value - mean[channel]))
                    .average()
                    .orElse(0);
            deviation[c] = Math.sqrt(square);
        }
        rows = new double[before.length][];
        double root = Math.sqrt((double) before.length);
        for (int r = 0; r < rows.length; r++) {
            rows[r] = scaled(before[r]);
            for (int c = 0; c < d; c++) {
                rows[r][c] /= root;
            }
        }
        inner = inner();
    }

    private static DoubleStream measured(float[][] values, int channel) {
        return Arrays.stream(values).mapToDouble(row -> row[channel]).filter(value -> !Double.isNaN(value));
    }

    private double[][] inner() {
        int n = rows.length;
        double[] gram = new double[n * n];
        for (int r = 0; r < n; r++) {
            for (int q = 0; q <= r; q++) {
                gram[r * n + q] = dot(rows[r], rows[q]) + (r == q ? RIDGE : 0);
                gram[q * n + r] = gram[r * n + q];
            }
        }
        double[] inverse = SymmetricMatrix.inverse(n, (row, column) -> gram[row * n + column]);
        double[][] product = new double[n][mean.length];
        for (int r = 0; r < n; r++) {
            for (int q = 0; q < n; q++) {
                addTo(product[r], inverse[r * n + q], rows[q]);
            }
        }
        return product;
    }

    /** Differences from the mean in standard deviations; 0 where a value is missing or the channel was constant. */
    private double[] scaled(float[] values) {
        double[] scaled = new double[mean.length];
        for (int c = 0; c < scaled.length; c++) {
            if (!Float.isNaN(values[c]) && deviation[c] > 0) {
                scaled[c] = (values[c] - mean[c]) / deviation[c];
            }
        }
        return scaled;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void addTo(double[] sums, double weight, double[] values) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += weight * values[i];
        }
    }

    /**
     * Finds the channels.
     *
     * @param before rows of D values from before the change, the newest last; NaN is missing
     * @param after rows from after the change
     * @return indices, ascending; empty if too many channels have changed, none has, or there are too few rows
     */
    public static List<Integer> find(float[][] before, float[][] after) {
        float[][] earlier = newest(before, MOST_BEFORE);
        float[][] later = newest(after, MOST_AFTER);
        if (earlier.length < LEAST_BEFORE || later.length < LEAST_AFTER) {
            return List.of();
        }
        List<float[]> known = new ArrayList<>();
        List<float[]> heldOut = new ArrayList<>();
        for (int r = 0; r < earlier.length; r++) {
            (r % HELD_OUT == 0 ? heldOut : known).add(earlier[r]);
        }
        ChangedChannels model = new ChangedChannels(known.toArray(float[][]::new));
        return model.find(model.project(heldOut.toArray(float[][]::new)), model.project(later));
    }

    private static float[][] newest(float[][] rows, int most) {
        return Arrays.copyOfRange(rows, Math.max(0, rows.length - most), rows.length);
    }

    /** Rows z with their distance z' P z and their products P z. */
    private record Projected(double distance, double[][] products) {
        /** Mean contribution of a channel to the distance. */
        double contribution(int channel, double precision) {
            double sum = 0;
            for (double[] product : products) {
                sum += product[channel] * product[channel];
            }
            return sum / precision / products.length;
        }
    }

    private List<Integer> find(Projected expected, Projected observed) {
        int d = mean.length;
        double excess = observed.distance() - expected.distance();
        if (excess <= expected.distance() / 2) {
            return List.of();
        }
        double[] precision = diagonal();
        double distance = observed.distance();
        List<Integer> found = new ArrayList<>();
        List<double[]> removed = new ArrayList<>();
        int most = Math.max(1, (int) Math.min(MOST_CHANNELS, MOST_SHARE * d));
        while (found.size() < most) {
            int largest = -1;
            double contribution = 0;
            for (int c = 0; c < d; c++) {
                double value = precision[c] > 0 && !found.contains(c) ? observed.contribution(c, precision[c]) : 0;
                if (value > contribution) {
                    largest = c;
                    contribution = value;
                }
            }
            if (largest < 0) {
                return List.of();
            }
            found.add(largest);
            distance -= contribution;
            if (distance - expected.distance() <= (1 - EXPLAINED) * excess) {
                return found.stream().sorted().toList();
            }
            remove(largest, column(largest, removed), precision, observed.products(), removed);
        }
        return List.of();
    }

    /** Leaves a channel out: updates the precisions and products to those of the remaining channels. */
    private static void remove(
            int channel, double[] column, double[] precision, double[][] products, List<double[]> removed) {
        double pivot = column[channel];
        for (double[] product : products) {
            addTo(product, -product[channel] / pivot, column);
        }
        double[] scaled = new double[column.length];
        addTo(scaled, 1 / Math.sqrt(pivot), column);
        for (int c = 0; c < column.length; c++) {
            precision[c] -= scaled[c] * scaled[c];
        }
        removed.add(scaled);
    }

    /** Column of P without the removed channels. */
    private double[] column(int channel, List<double[]> removed) {
        double[] unit = new double[mean.length];
        unit[channel] = 1;
        double[] column = product(unit);
        for (double[] scaled : removed) {
            addTo(column, -scaled[channel], scaled);
        }
        return column;
    }

    private Projected project(float[][] values) {
        double[][] products = new double[values.length][];
        double distance = 0;
        for (int r = 0; r < values.length; r++) {
            double[] z = scaled(values[r]);
            estimateMissing(z, values[r]);
            products[r] = product(z);
            distance += dot(z, products[r]) / values.length;
        }
        return new Projected(distance, products);
    }

    /**
     * Replaces the missing values by those that make the distance smallest: their conditional mean, given the others.
     * Uses conjugate gradients, because a row has its own missing values.
     */
    private void estimateMissing(double[] z, float[] values) {
        double[] residual = missing(product(z), values);
        double size = dot(residual, residual);
        double enough = size * NEGLIGIBLE;
        double[] direction = new double[z.length];
        addTo(direction, -1, residual);
        for (int i = 0; i < MOST_STEPS && size > enough; i++) {
            double[] product = missing(product(direction), values);
            double step = size / dot(direction, product);
            addTo(z, step, direction);
            addTo(residual, step, product);
            double before = size;
            size = dot(residual, residual);
            for (int c = 0; c < direction.length; c++) {
                direction[c] = size / before * direction[c] - residual[c];
            }
        }
    }

    /** Returns the elements of the missing values, and 0 for the others. */
    private static double[] missing(double[] elements, float[] values) {
        for (int c = 0; c < elements.length; c++) {
            elements[c] = Float.isNaN(values[c]) ? elements[c] : 0;
        }
        return elements;
    }

    /** P z. */
    private double[] product(double[] z) {
        double[] product = z.clone();
        for (int r = 0; r < rows.length; r++) {
            addTo(product, -dot(rows[r], z), inner[r]);
        }
        for (int c = 0; c < product.length; c++) {
            product[c] /= RIDGE;
        }
        return product;
    }

    /** Diagonal of P. */
    private double[] diagonal() {
        double[] diagonal = new double[mean.length];
        Arrays.fill(diagonal, 1 / RIDGE);
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < diagonal.length; c++) {
                diagonal[c] -= rows[r][c] * inner[r][c] / RIDGE;
            }
        }
        return diagonal;
    }
}
