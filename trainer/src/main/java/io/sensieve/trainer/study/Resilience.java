package io.sensieve.trainer.study;

import io.sensieve.SelectedChannel;
import io.sensieve.model.ModelFile;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.training.TrainedSelection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Effect of a dead channel on a selection, and use of its spares, measured on validation rows with the decoder as it
 * is.
 *
 * @param rows number of validation rows measured, evenly spread; bounded to limit the work
 * @param intact error of these rows with all selected channels
 * @param channels one entry for each selected channel, in the selection's order
 * @param spares one entry for each spare, in the selection's order
 */
public record Resilience(int rows, double intact, List<DeadChannel> channels, List<SpareUse> spares) {
    /** Bound on the multiply-adds of the decoder. */
    private static final double MOST_WORK = 2e9;

    private static final int LEAST_ROWS = 16;

    /** Number of spares tried for each dead channel: those that explain most of it on the train rows. */
    private static final int TRIED = 2;

    public Resilience {
        channels = List.copyOf(channels);
        spares = List.copyOf(spares);
    }

    /** Measures in at most about a second. */
    public static Resilience of(TrainedSelection trained, TrainingData data) {
        return new Study(trained, data).measure();
    }

    /** The selected channels whose death raises the error most, worst first. */
    public List<DeadChannel> worst(int count) {
        return channels.stream()
                .sorted(Comparator.comparingDouble((DeadChannel dead) -> -dead.missing()))
                .limit(count)
                .toList();
    }

    private static final class Study {
        private final TrainedSelection trained;
        private final int k;
        private final int count;
        private final ScaledColumns columns;
        private final SweepOperator sweep;
        private final RowError errors;
        private final int rows;
        private final int[] bestFor;
        private final double[] bestShare;
        private final double[] bestError;

        Study(TrainedSelection trained, TrainingData data) {
            this.trained = trained;
            ModelFile model = trained.model();
            this.k = model.channels().length;
            this.count = k + trained.spares().size();
            this.columns = new ScaledColumns(
                    model,
                    Stream.concat(trained.channels().stream(), trained.spares().stream())
                            .mapToInt(SelectedChannel::getIndex)
                            .toArray(),
                    data.train());
            this.sweep = new SweepOperator(columns.covariances(data.train()));
            double passes = (2 + TRIED) * (double) k + trained.spares().size();
            int most = (int) Math.max(LEAST_ROWS, MOST_WORK / passes / RowError.work(model.decoder()));
            int[] taken = RowSampling.spread(data.validation().length, most);
            this.rows = taken.length;
            this.errors = new RowError(model, data, taken);
            this.bestFor = new int[count];
            this.bestShare = new double[count];
            this.bestError = new double[count];
        }

        Resilience measure() {
            IntStream.range(0, k).forEach(sweep::sweep);
            List<DeadChannel> dead = new ArrayList<>();
            for (int i = 0; i < k; i++) {
                sweep.sweep(i);
                dead.add(dead(i));
                sweep.sweep(i);
            }
            return new Resilience(rows, errors.with((row, reduced) -> {}), dead, spares());
        }

        private DeadChannel dead(int i) {
            double missing = errors.with((row, reduced) -> reduced[i] = Float.NaN);
            List<Integer> tried = IntStream.range(k, count)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer spare) -> -ChannelSubstitute.share(sweep, i, spare)))
                    .limit(TRIED)
                    .toList();
            Optional<DeadChannel.Spare> best = Optional.empty();
            for (int spare : tried) {
                double error = with(i, spare);
                if (best.isEmpty() || error < best.get().error()) {
                    SelectedChannel channel = spare(spare);
                    best = Optional.of(new DeadChannel.Spare(channel.getIndex(), channel.getName(), error));
                }
            }
            remember(i);
            SelectedChannel channel = trained.channels().get(i);
            return new DeadChannel(
                    channel.getIndex(), channel.getName(), missing, with(i, ChannelSubstitute.NO_SPARE), best);
        }

        private void remember(int i) {
            for (int spare = k; spare < count; spare++) {
                double share = ChannelSubstitute.share(sweep, i, spare);
                if (i == 0 || share > bestShare[spare]) {
                    bestShare[spare] = share;
                    bestFor[spare] = i;
                }
            }
        }

        private double with(int i, int spare) {
            ChannelSubstitute substitute = ChannelSubstitute.of(sweep, columns, count, k, i, spare);
            return errors.with((row, reduced) -> reduced[i] = substitute.predict(columns, row));
        }

        private List<SpareUse> spares() {
            for (int i = 0; i < k; i++) {
                sweep.sweep(i);
                for (int spare = k; spare < count; spare++) {
                    if (bestFor[spare] == i) {
                        bestError[spare] = with(i, spare);
                    }
                }
                sweep.sweep(i);
            }
            return IntStream.range(k, count)
                    .mapToObj(spare -> {
                        SelectedChannel replaced = trained.channels().get(bestFor[spare]);
                        SelectedChannel channel = spare(spare);
                        return new SpareUse(
                                channel.getIndex(),
                                channel.getName(),
                                channel.getScore(),
                                replaced.getIndex(),
                                replaced.getName(),
                                bestError[spare]);
                    })
                    .toList();
        }

        private SelectedChannel spare(int column) {
            return trained.spares().get(column - k);
        }
    }
}
