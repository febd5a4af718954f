package io.sensieve.benchmarks.drift;

import io.sensieve.benchmarks.common.MarkdownTable;
import io.sensieve.benchmarks.common.Sample;
import io.sensieve.benchmarks.simulation.SimulatedTrainer.Training;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Holds the errors of three strategies for each batch, and the cost of their trainings.
 *
 * @param batches errors of each batch
 * @param trainings trainings of Sensieve after the first selection
 * @param coldSeconds duration of each cold training
 */
record GasResult(List<Batch> batches, List<Training> trainings, List<Double> coldSeconds) {
    private static final double GAP_TARGET = 0.8;
    private static final double RETRAINS_TARGET = 0.5;
    private static final double COST_TARGET = 0.25;

    GasResult {
        batches = List.copyOf(batches);
        trainings = List.copyOf(trainings);
        coldSeconds = List.copyOf(coldSeconds);
    }

    /**
     * Holds the errors of the records of a batch.
     *
     * @param name name of the batch
     * @param first errors of the first selection
     * @param sensieve errors of Sensieve
     * @param cold errors of a selection that was trained cold on the batch
     * @param trainings number of trainings of Sensieve
     * @param switches number of switches of Sensieve
     */
    record Batch(String name, double[] first, double[] sensieve, double[] cold, int trainings, int switches) {
        private double closed(ToDoubleFunction<Sample> figure) {
            double kept = figure.applyAsDouble(sample(first));
            return (kept - figure.applyAsDouble(sample(sensieve))) / (kept - figure.applyAsDouble(sample(cold)));
        }

        private static Sample sample(double[] errors) {
            return new Sample(DoubleStream.of(errors).boxed().toList());
        }

        private List<String> row() {
            return List.of(
                    name,
                    DriftTables.format("%,d", first.length),
                    DriftTables.format("%.3e", sample(first).mean()),
                    DriftTables.format("%.3e", sample(sensieve).mean()),
                    DriftTables.format("%.3e", sample(cold).mean()),
                    percent(closed(Sample::mean)),
                    percent(closed(Sample::median)),
                    Integer.toString(trainings),
                    Integer.toString(switches));
        }
    }

    /** Merges several runs over the same batches. */
    static GasResult of(List<GasResult> runs) {
        return new GasResult(
                IntStream.range(0, runs.get(0).batches().size())
                        .mapToObj(b -> joined(
                                runs.get(0).batches().get(b).name(),
                                runs.stream().map(run -> run.batches().get(b)).toList()))
                        .toList(),
                runs.stream().flatMap(run -> run.trainings().stream()).toList(),
                runs.stream().flatMap(run -> run.coldSeconds().stream()).toList());
    }

    /** Renders a row for each run. */
    static MarkdownTable bySeed(Map<Long, GasResult> runs) {
        MarkdownTable table =
                new MarkdownTable(List.of("seed", "gap closed, mean", "gap closed, median", "trainings of (b)"));
        runs.forEach((seed, run) -> {
            Batch all = joined("all", run.batches());
            table.row(List.of(
                    Long.toString(seed),
                    percent(all.closed(Sample::mean)),
                    percent(all.closed(Sample::median)),
                    Integer.toString(all.trainings())));
        });
        return table;
    }

    String markdown() {
        MarkdownTable table = new MarkdownTable(List.of(
                "batch",
                "records",
                "(a) first selection, mean",
                "(b) Sensieve",
                "(c) cold, every batch",
                "gap closed, mean",
                "gap closed, median",
                "trainings of (b)",
                "switches of (b)"));
        batches.forEach(batch -> table.row(batch.row()));
        Batch all = joined("all", batches);
        return table.row(all.row()) + "\n" + targets(all);
    }

    private static Batch joined(String name, List<Batch> batches) {
        return new Batch(
                name,
                joined(batches, Batch::first),
                joined(batches, Batch::sensieve),
                joined(batches, Batch::cold),
                batches.stream().mapToInt(Batch::trainings).sum(),
                batches.stream().mapToInt(Batch::switches).sum());
    }

    private static double[] joined(List<Batch> batches, Function<Batch, double[]> errors) {
        return batches.stream().map(errors).flatMapToDouble(DoubleStream::of).toArray();
    }

    private String targets(Batch all) {
        double closed = all.closed(Sample::mean);
        double median = all.closed(Sample::median);
        double retrains = (double) trainings.size() / coldSeconds.size();
        double coldMean = coldSeconds.stream().mapToDouble(s -> s).average().orElse(Double.NaN);
        double warmMean =
                trainings.stream().mapToDouble(Training::seconds).average().orElse(0);
        double cost = warmMean / coldMean;
        return new MarkdownTable(List.of("Sensieve", "wanted", "measured", ""))
                .row(List.of(
                        "closed share of the gap between (a) and (c), mean error",
                        "at least " + percent(GAP_TARGET),
                        percent(closed),
                        DriftTables.reached(closed >= GAP_TARGET)))
                .row(List.of("closed share of the gap between (a) and (c), median error", "", percent(median), ""))
                .row(List.of(
                        "trainings relative to (c)",
                        "at most " + percent(RETRAINS_TARGET),
                        DriftTables.format("%d of %d", trainings.size(), coldSeconds.size()),
                        DriftTables.reached(retrains <= RETRAINS_TARGET)))
                .row(List.of(
                        DriftTables.format(
                                "mean cost of a training (%.2f s) relative to a cold one (%.2f s)", warmMean, coldMean),
                        "at most " + percent(COST_TARGET),
                        percent(cost),
                        DriftTables.reached(cost <= COST_TARGET)))
                .toString();
    }

    private static String percent(double share) {
        return DriftTables.format("%.0f %%", 100 * share);
    }
}
