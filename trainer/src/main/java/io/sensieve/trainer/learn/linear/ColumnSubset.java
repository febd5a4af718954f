package io.sensieve.trainer.learn.linear;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.sensieve.trainer.learn.algebra.SymmetricMatrix;
import io.sensieve.trainer.learn.data.Candidates;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The channels that tell most of the targets linearly: column subset selection, or subset selection in a regression
 * where the targets are classes. Channels are taken one by one, each time the one that leaves least untold; then single
 * channels are exchanged, each time the best of all K (D - K) exchanges, until none gains.
 *
 * <p>All figures come from two moments: A, D x D, the covariance of the channels, of which only the diagonal and the
 * columns of chosen channels are made; and B, D x S, their covariance with the targets. With A and B after the chosen
 * channels are regressed out, taking channel j explains {@code |B[j]|^2 / A[jj]} of the targets' variance. So time and
 * memory are linear in D for given K and S.
 *
 * <p>A price is paid for a channel's cost: what is minimised is the untold share of the variance plus price times the
 * sum of the chosen channels' costs. A budget is kept by the least price with which the channels cost no more.
 */
public final class ColumnSubset {
    /** Added to each channel's variance, as a share of it: two channels that are nearly alike count as one. */
    private static final double RIDGE = 1e-3;

    /** Least gain for which a channel is exchanged, as a share of what is untold. */
    private static final double LEAST_GAIN = 1e-4;

    private static final int PRICES = 24;

    private final NDManager manager;
    private final NDArray rows;
    private final NDArray crossed;
    private final double[] variance;
    private final double total;
    private final double[] cost;
    private final Candidates candidates;
    private final double budget;

    /**
     * A set of channels.
     *
     * @param channels K indices, the required ones first
     * @param untold share of the targets' variance that they do not tell
     * @param needed for each of {@code channels} the share of the untold variance, had it been left out, that it tells
     * @param stands for each of D channels the most that it would tell of what any one lost channel told, as a share of
     *     that: 1 for a copy of a chosen channel; 0 for the chosen
     */
    record Chosen(int[] channels, double untold, double[] needed, double[] stands) {}

    /**
     * Makes the moments.
     *
     * @param rows N x D, scaled
     * @param targets N x S
     */
    ColumnSubset(
            NDManager manager, NDArray rows, NDArray targets, double[] cost, Candidates candidates, double budget) {
        this.manager = manager;
        this.candidates = candidates;
        this.cost = cost;
        this.budget = budget;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            long count = rows.getShape().get(0);
            NDArray mean = rows.mean(new int[] {0}, true);
            this.rows = rows.sub(mean).div(Math.sqrt((double) count));
            NDArray centred = targets.sub(targets.mean(new int[] {0}, true)).div(Math.sqrt((double) count));
            this.crossed = this.rows.transpose().matMul(centred).toType(DataType.FLOAT64, false);
            this.variance = doubles(this.rows.square().sum(new int[] {0}));
            this.total = centred.square().sum().toType(DataType.FLOAT64, false).getDouble();
            NDScope.unregister(this.rows, crossed);
        }
        double least = 1e-9 * Arrays.stream(variance).average().orElse(0) + Double.MIN_NORMAL;
        for (int c = 0; c < variance.length; c++) {
            variance[c] = variance[c] * (1 + RIDGE) + least;
        }
    }

    /** The best set found from nothing. */
    Chosen find(double price) {
        double fitting = Double.isInfinite(budget) ? price : priceWithin(price);
        return exchange(grow(new int[0], fitting), fitting, LEAST_GAIN);
    }

    /**
     * The best set found from one that is in use; from nothing where that costs more than the budget.
     *
     * @param leastGain share of what is untold that an exchange must gain
     */
    Chosen improve(int[] inUse, double price, double leastGain) {
        int[] start = grow(inUse, price);
        return spent(start) <= budget ? exchange(start, price, leastGain) : find(price);
    }

    private double priceWithin(double price) {
        if (spent(grow(new int[0], price)) <= budget) {
            return price;
        }
        double low = price;
        double high = Math.max(1, 2 * price);
        while (spent(grow(new int[0], high)) > budget) {
            high *= 4;
            if (high > 1e12) {
                throw new IllegalArgumentException("budget = " + budget + ", but the cheapest " + candidates.k()
                        + " channels that can be chosen cost " + spent(grow(new int[0], high))
                        + ": raise the budget or lower k");
            }
        }
        for (int i = 0; i < PRICES; i++) {
            double middle = (low + high) / 2;
            if (spent(grow(new int[0], middle)) <= budget) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    private double spent(int[] channels) {
        return IntStream.of(channels).mapToDouble(c -> cost[c]).sum();
    }

    /** Takes the required channels and {@code first}, then the best others up to K. */
    private int[] grow(int[] first, double price) {
        int k = candidates.k();
        boolean[] open = candidates.allowed().clone();
        int[] start = IntStream.concat(
                        IntStream.of(candidates.required()), IntStream.of(first).filter(c -> open[c]))
                .distinct()
                .limit(k)
                .toArray();
        int[] chosen = Arrays.copyOf(start, k);
        double[] left = variance.clone();
        double[][] taken = new double[k][];
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray untold = crossed.duplicate();
            for (int i = 0; i < k; i++) {
                int next = i < start.length ? start[i] : best(untold, left, open, price);
                chosen[i] = next;
                open[next] = false;
                taken[i] = take(next, left, taken, i);
                subtract(untold, taken[i], next, left[next]);
                for (int c = 0; c < left.length; c++) {
                    left[c] -= taken[i][c] * taken[i][c];
                }
            }
        }
        return chosen;
    }

    /** Takes out of {@code untold} what the channel tells; D x S arrays must not outlive it. */
    private void subtract(NDArray untold, double[] taken, int channel, double left) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray direction = manager.create(taken, new Shape(variance.length, 1));
            NDArray told = untold.get(channel).reshape(1, -1).div(Math.sqrt(floor(left, channel)));
            untold.subi(direction.matMul(told));
        }
    }

    private int best(NDArray untold, double[] left, boolean[] open, double price) {
        double[] squares;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            squares = untold.square().sum(new int[] {1}).toDoubleArray();
        }
        int best = -1;
        double most = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < squares.length; c++) {
            double gain = squares[c] / floor(left[c], c) / total - price * cost[c];
            if (open[c] && gain > most) {
                most = gain;
                best = c;
            }
        }
        return best;
    }

    /** The column of A of a channel after those before it are regressed out, over its own standard deviation. */
    private double[] take(int channel, double[] left, double[][] taken, int before) {
        double[] column = column(channel);
        for (int t = 0; t < before; t++) {
            double share = taken[t][channel];
            for (int c = 0; c < column.length; c++) {
                column[c] -= share * taken[t][c];
            }
        }
        double deviation = Math.sqrt(floor(left[channel], channel));
        for (int c = 0; c < column.length; c++) {
            column[c] /= deviation;
        }
        return column;
    }

    /** A variance that rounding may have taken below what the ridge leaves. */
    private double floor(double left, int channel) {
        return Math.max(left, RIDGE / 2 * variance[channel] + Double.MIN_NORMAL);
    }

    private double[] column(int channel) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray one = rows.get(":, " + channel).reshape(-1, 1);
            double[] column = doubles(rows.transpose().matMul(one));
            column[channel] = variance[channel];
            return column;
        }
    }

    private Chosen exchange(int[] start, double price, double leastGain) {
        int[] chosen = start.clone();
        double[][] columns = new double[chosen.length][];
        for (int i = 0; i < chosen.length; i++) {
            columns[i] = column(chosen[i]);
        }
        int most = 4 * chosen.length;
        for (int exchanges = 0; ; exchanges++) {
            Exchanges all = new Exchanges(chosen, columns);
            int[] swap = exchanges < most ? all.best(price, leastGain) : new int[0];
            if (swap.length == 0) {
                return all.chosen();
            }
            chosen[swap[0]] = swap[1];
            columns[swap[0]] = column(swap[1]);
        }
    }

    private static double[] doubles(NDArray array) {
        return array.toType(DataType.FLOAT64, false).toDoubleArray();
    }

    /** Every exchange of one chosen channel for another, at once. */
    private final class Exchanges {
        private final int[] chosen;
        private final int k = candidates.k();
        private final double untold;
        private final double[] lost = new double[k];
        private final double[] gained;

        /**
         * With M the inverse of A over the chosen, {@code V = A[:,S] M} and {@code W = M B[S]}: without channel i the
         * covariances are {@code B[j] + V[ji] W[i] / M[ii]} and the variances {@code A[jj] + V[ji]^2 / M[ii]}.
         */
        Exchanges(int[] chosen, double[][] columns) {
            this.chosen = chosen;
            int d = variance.length;
            double[] inverse = SymmetricMatrix.inverse(k, (i, j) -> columns[i][chosen[j]]);
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                NDArray ofChosen = manager.create(flat(columns), new Shape(k, d));
                NDArray m = manager.create(inverse, new Shape(k, k));
                NDArray v = m.matMul(ofChosen);
                NDArray b = crossed.get(
                        manager.create(IntStream.of(chosen).asLongStream().toArray()));
                NDArray w = m.matMul(b);
                NDArray left = crossed.sub(ofChosen.transpose().matMul(w));
                NDArray variances = manager.create(variance).sub(v.mul(ofChosen).sum(new int[] {0}));
                NDArray crosses = w.matMul(left.transpose());
                NDArray weight = manager.create(diagonal(inverse), new Shape(k, 1));
                NDArray squares = w.square().sum(new int[] {1}, true);
                NDArray share = v.div(weight);
                NDArray explained = left.square()
                        .sum(new int[] {1})
                        .add(share.mul(crosses).mul(2))
                        .add(share.square().mul(squares));
                NDArray floor = manager.create(variance).mul(RIDGE / 2).add(Double.MIN_NORMAL);
                gained = explained
                        .div(variances.add(v.mul(share)).maximum(floor))
                        .div(total)
                        .toDoubleArray();
                double[] losses = squares.div(weight).div(total).toDoubleArray();
                System.arraycopy(losses, 0, lost, 0, k);
                untold = Math.max(0, 1 - w.mul(b).sum().getDouble() / total);
            }
        }

        /** Position and new channel of the best exchange; empty if none gains enough. */
        int[] best(double price, double leastGain) {
            double spent = spent(chosen);
            boolean[] open = open();
            double most = leastGain * untold;
            int[] best = {};
            for (int i = candidates.required().length; i < k; i++) {
                for (int c = 0; c < variance.length; c++) {
                    double dearer = cost[c] - cost[chosen[i]];
                    double gain = gained[i * variance.length + c] - lost[i] - price * dearer;
                    if (open[c] && gain > most && spent + dearer <= budget) {
                        most = gain;
                        best = new int[] {i, c};
                    }
                }
            }
            return best;
        }

        Chosen chosen() {
            boolean[] open = open();
            double[] stands = new double[variance.length];
            double[] needed = new double[k];
            for (int i = 0; i < k; i++) {
                needed[i] = lost[i] / (untold + lost[i] + Double.MIN_NORMAL);
                for (int c = 0; c < stands.length; c++) {
                    double share = gained[i * stands.length + c] / (lost[i] + Double.MIN_NORMAL);
                    stands[c] = open[c] ? Math.max(stands[c], Math.min(1, share)) : 0;
                }
            }
            return new Chosen(chosen.clone(), untold, needed, stands);
        }

        private boolean[] open() {
            boolean[] open = candidates.allowed().clone();
            for (int c : chosen) {
                open[c] = false;
            }
            return open;
        }

        private double[] diagonal(double[] square) {
            return IntStream.range(0, k).mapToDouble(i -> square[i * k + i]).toArray();
        }

        private double[] flat(double[][] columns) {
            return Arrays.stream(columns).flatMapToDouble(Arrays::stream).toArray();
        }
    }
}
