package io.sensieve.trainer.learn.linear;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.sensieve.model.SymmetricMatrix;
import io.sensieve.trainer.learn.data.Candidates;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Selects the channels that explain most of the targets' variance linearly: column subset selection, or subset
 * selection in a regression where the targets are classes. Forward selection takes channels one by one, each time the
 * one that leaves the least residual variance. Then single channels are exchanged, each time by the best of all K (D -
 * K) exchanges, until none gains.
 *
 * <p>All figures come from two {@link Moments}. A, D x D, is the covariance of the channels; only its diagonal and the
 * columns of selected channels are computed. B, D x S, is their covariance with the targets. With A and B after
 * regression on the selected channels, channel j explains {@code |B[j]|^2 / A[jj]} of the targets' variance. So time
 * and memory are linear in D for given K and S.
 *
 * <p>With costs, the search minimises the residual share of the variance plus price times the summed costs of the
 * selected channels. It keeps a budget by raising the price until the channels cost no more.
 */
final class ColumnSubset {
    /** Least gain for which a channel is exchanged, as a share of the residual variance. */
    private static final double LEAST_GAIN = 1e-4;

    private static final int PRICES = 24;

    private final NDManager manager;
    private final Moments moments;
    private final NDArray crossed;
    private final double[] variance;
    private final double total;
    private final double[] cost;
    private final Candidates candidates;
    private final double budget;

    /**
     * A subset of the channels.
     *
     * @param channels K indices, the required ones first
     * @param residualVariance share of the targets' variance that the channels do not explain
     * @param importance for each of {@code channels} the share that it explains of the residual variance without it
     * @param substituteScores for each of D channels the largest share that it explains of what any one of
     *     {@code channels} explains and the others do not: 1 for a copy of a selected channel; 0 for the selected ones
     */
    record Subset(int[] channels, double residualVariance, double[] importance, double[] substituteScores) {}

    ColumnSubset(NDManager manager, Moments moments, double[] cost, Candidates candidates, double budget) {
        this.manager = manager;
        this.moments = moments;
        this.crossed = moments.crossed();
        this.variance = moments.variance();
        this.total = moments.total();
        this.candidates = candidates;
        this.cost = cost;
        this.budget = budget;
    }

    /** Finds the best set, starting from no channels. */
    Subset find(double price) {
        double fitting = Double.isInfinite(budget) ? price : priceWithin(price);
        return exchange(grow(new int[0], fitting), fitting, LEAST_GAIN);
    }

    /**
     * Finds the best set, starting from the channels of a champion; from no channels where those cost more than the
     * budget. Single exchanges may end in a local optimum, so the set that starts from no channels is taken if it gains
     * enough beyond that.
     *
     * @param leastGain share of the residual variance that an exchange must gain; infinite to exchange none
     */
    Subset improve(int[] champion, double price, double leastGain) {
        int[] start = grow(champion, price);
        if (spent(start) > budget) {
            return find(price);
        }
        Subset near = exchange(start, price, leastGain);
        if (Double.isInfinite(leastGain)) {
            return near;
        }
        Subset far = find(price);
        double gain = near.residualVariance()
                - far.residualVariance()
                - price * (spent(far.channels()) - spent(near.channels()));
        int further = added(champion, far) - added(champion, near);
        return gain > Math.max(LEAST_GAIN, leastGain * further) * near.residualVariance() ? far : near;
    }

    /** Number of channels that a subset adds to those of a champion. */
    private static int added(int[] champion, Subset subset) {
        return (int) IntStream.of(subset.channels())
                .filter(channel -> IntStream.of(champion).noneMatch(c -> c == channel))
                .count();
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
                        + " channels that can be selected cost " + spent(grow(new int[0], high))
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

    /** Forward selection: the required channels, then {@code first}, then the best others up to K. */
    private int[] grow(int[] first, double price) {
        int k = candidates.k();
        boolean[] open = candidates.allowed().clone();
        int[] start = IntStream.concat(
                        IntStream.of(candidates.required()), IntStream.of(first).filter(c -> open[c]))
                .distinct()
                .limit(k)
                .toArray();
        int[] selected = Arrays.copyOf(start, k);
        double[] left = variance.clone();
        double[][] taken = new double[k][];
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray residual = crossed.duplicate();
            for (int i = 0; i < k; i++) {
                int next = i < start.length ? start[i] : best(residual, left, open, price);
                selected[i] = next;
                open[next] = false;
                taken[i] = take(next, left, taken, i);
                subtract(residual, taken[i], next, left[next]);
                for (int c = 0; c < left.length; c++) {
                    left[c] -= taken[i][c] * taken[i][c];
                }
            }
        }
        return selected;
    }

    /** Subtracts from {@code residual} what the channel explains; frees all D x S arrays on return. */
    private void subtract(NDArray residual, double[] taken, int channel, double left) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray direction = manager.create(taken, new Shape(variance.length, 1));
            NDArray explained = residual.get(channel).reshape(1, -1).div(Math.sqrt(floor(left, channel)));
            residual.subi(direction.matMul(explained));
        }
    }

    private int best(NDArray residual, double[] left, boolean[] open, double price) {
        double[] squares;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            squares = residual.square().sum(new int[] {1}).toDoubleArray();
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

    /** The column of A of a channel after regression on the channels before, divided by its own standard deviation. */
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

    /** A residual variance, at least what the ridge leaves: rounding may have taken it lower. */
    private double floor(double left, int channel) {
        return Math.max(left, Moments.RIDGE / 2 * variance[channel] + Double.MIN_NORMAL);
    }

    private double[] column(int channel) {
        return moments.column(manager, channel);
    }

    private Subset exchange(int[] start, double price, double leastGain) {
        int[] selected = start.clone();
        double[][] columns = new double[selected.length][];
        for (int i = 0; i < selected.length; i++) {
            columns[i] = column(selected[i]);
        }
        int most = 4 * selected.length;
        for (int exchanges = 0; ; exchanges++) {
            Exchanges all = new Exchanges(selected, columns);
            int[] swap = exchanges < most ? all.best(price, leastGain) : new int[0];
            if (swap.length == 0) {
                return all.subset();
            }
            selected[swap[0]] = swap[1];
            columns[swap[0]] = column(swap[1]);
        }
    }

    /** Evaluates every exchange of one selected channel for another at once. */
    private final class Exchanges {
        private final int[] selected;
        private final int k = candidates.k();
        private final double residualVariance;
        private final double[] lost = new double[k];
        private final double[] gained;

        /**
         * With M the inverse of A over the selected channels, {@code V = A[:,S] M} and {@code W = M B[S]}: without
         * channel i the covariances are {@code B[j] + V[ji] W[i] / M[ii]} and the variances {@code A[jj] + V[ji]^2 /
         * M[ii]}.
         */
        Exchanges(int[] selected, double[][] columns) {
            this.selected = selected;
            int d = variance.length;
            double[] inverse = SymmetricMatrix.inverse(
                    k, SymmetricMatrix.definite(k, (i, j) -> columns[i][selected[j]], Moments.RIDGE));
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                NDArray ofSelected = manager.create(flat(columns), new Shape(k, d));
                NDArray m = manager.create(inverse, new Shape(k, k));
                NDArray v = m.matMul(ofSelected);
                NDArray b = crossed.get(
                        manager.create(IntStream.of(selected).asLongStream().toArray()));
                NDArray w = m.matMul(b);
                NDArray left = crossed.sub(ofSelected.transpose().matMul(w));
                NDArray variances =
                        manager.create(variance).sub(v.mul(ofSelected).sum(new int[] {0}));
                NDArray crosses = w.matMul(left.transpose());
                NDArray weight = manager.create(diagonal(inverse), new Shape(k, 1));
                NDArray squares = w.square().sum(new int[] {1}, true);
                NDArray share = v.div(weight);
                NDArray explained = left.square()
                        .sum(new int[] {1})
                        .add(share.mul(crosses).mul(2))
                        .add(share.square().mul(squares));
                NDArray floor = manager.create(variance).mul(Moments.RIDGE / 2).add(Double.MIN_NORMAL);
                gained = explained
                        .div(variances.add(v.mul(share)).maximum(floor))
                        .div(total)
                        .toDoubleArray();
                double[] losses = squares.div(weight).div(total).toDoubleArray();
                System.arraycopy(losses, 0, lost, 0, k);
                residualVariance = Math.max(0, 1 - w.mul(b).sum().getDouble() / total);
            }
        }

        /** Position and new channel of the best exchange; empty if no exchange gains enough. */
        int[] best(double price, double leastGain) {
            double spent = spent(selected);
            boolean[] open = open();
            double most = leastGain * residualVariance;
            int[] best = {};
            for (int i = candidates.required().length; i < k; i++) {
                for (int c = 0; c < variance.length; c++) {
                    double extraCost = cost[c] - cost[selected[i]];
                    double gain = gained[i * variance.length + c] - lost[i] - price * extraCost;
                    if (open[c] && gain > most && spent + extraCost <= budget) {
                        most = gain;
                        best = new int[] {i, c};
                    }
                }
            }
            return best;
        }

        Subset subset() {
            boolean[] open = open();
            double[] substitutes = new double[variance.length];
            double[] importance = new double[k];
            for (int i = 0; i < k; i++) {
                importance[i] = lost[i] / (residualVariance + lost[i] + Double.MIN_NORMAL);
                for (int c = 0; c < substitutes.length; c++) {
                    double share = gained[i * substitutes.length + c] / (lost[i] + Double.MIN_NORMAL);
                    substitutes[c] = open[c] ? Math.max(substitutes[c], Math.min(1, share)) : 0;
                }
            }
            return new Subset(selected.clone(), residualVariance, importance, substitutes);
        }

        private boolean[] open() {
            boolean[] open = candidates.allowed().clone();
            for (int c : selected) {
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
