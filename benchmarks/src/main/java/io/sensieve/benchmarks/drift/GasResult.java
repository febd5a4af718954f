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
 * Errors of three ways to go on, batch by batch, and what they cost.
 *
 * @param ours Sensieve's trainings after the first
 * @param coldSeconds of each cold one
 */
record GasResult(List<Batch> batches, List<Training> ours, List<Double> coldSeconds) {
    private static final double GAP_WANTED = 0.8;
    private static final double RETRAINS_WANTED = 0.5;
    private static final double COST_WANTED = 0.25;

    GasResult {
        batches = List.copyOf(batches);
        ours = List.copyOf(ours);
        coldSeconds = List.copyOf(coldSeconds);
    }

    /**
     * One batch, with the errors of its records.
     *
     * @param first of the first selection
     * @param ours of Sensieve
     * @param cold of a selection trained cold on the batch itself
     * @param trainings Sensieve's in this batch
     */
    record Batch(String name, double[] first, double[] ours, double[] cold, int trainings, int switches) {
        private double closed(ToDoubleFunction<Sample> figure) {
            double kept = figure.applyAsDouble(sample(first));
            return (kept - figure.applyAsDouble(sample(ours))) / (kept - figure.applyAsDouble(sample(cold)));
        }

        private static Sample sample(double[] errors) {
            return new Sample(DoubleStream.of(errors).boxed().toList());
        }

        private List<String> row() {
            return List.of(
                    name,
                    DriftTables.format("%,d", first.length),
                    DriftTables.format("%.3e", sample(first).mean()),
                    DriftTables.format("%.3e", sample(ours).mean()),
                    DriftTables.format("%.3e", sample(cold).mean()),
                    percent(closed(Sample::mean)),
                    percent(closed(Sample::median)),
                    Integer.toString(trainings),
                    Integer.toString(switches));
        }
    }

    /** Several runs over the same batches, as one. */
    static GasResult of(List<GasResult> runs) {
        return new GasResult(
                IntStream.range(0, runs.get(0).batches().size())
                        .mapToObj(b -> joined(
                                runs.get(0).batches().get(b).name(),
                                runs.stream().map(run -> run.batches().get(b)).toList()))
                        .toList(),
                runs.stream().flatMap(run -> run.ours().stream()).toList(),
                runs.stream().flatMap(run -> run.coldSeconds().stream()).toList());
    }

    /** What each run alone would come to. */
    static MarkdownTable bySeed(Map<Long, GasResult> runs) {
        MarkdownTable table =
                new MarkdownTable(List.of("seed", "gap closed", "by the median record", "retrains of (b)"));
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
                "(a) first kept, mean",
                "(b) Sensieve",
                "(c) cold at every batch",
                "gap closed",
                "by the median record",
                "retrains of (b)",
                "switches of (b)"));
        batches.forEach(batch -> table.row(batch.row()));
        Batch all = joined("all", batches);
        return table.row(all.row()) + "\n" + aims(all);
    }

    private static Batch joined(String name, List<Batch> batches) {
        return new Batch(
                name,
                joined(batches, Batch::first),
                joined(batches, Batch::ours),
                joined(batches, Batch::cold),
                batches.stream().mapToInt(Batch::trainings).sum(),
                batches.stream().mapToInt(Batch::switches).sum());
    }

    private static double[] joined(List<Batch> batches, Function<Batch, double[]> errors) {
        return batches.stream().map(errors).flatMapToDouble(DoubleStream::of).toArray();
    }

    private String aims(Batch all) {
        double closed = all.closed(Sample::mean);
        double usual = all.closed(Sample::median);
        double retrains = (double) ours.size() / coldSeconds.size();
        double coldMean = coldSeconds.stream().mapToDouble(s -> s).average().orElse(Double.NaN);
        double warmMean = ours.stream().mapToDouble(Training::seconds).average().orElse(0);
        double cost = warmMean / coldMean;
        return new MarkdownTable(List.of("Sensieve", "wanted", "measured", ""))
                .row(List.of(
                        "share of the gap from (a) to (c) that is closed",
                        "at least " + percent(GAP_WANTED),
                        percent(closed),
                        DriftTables.reached(closed >= GAP_WANTED)))
                .row(List.of("the same by the median record", "", percent(usual), ""))
                .row(List.of(
                        "retrains over those of (c)",
                        "at most " + percent(RETRAINS_WANTED),
                        DriftTables.format("%d of %d", ours.size(), coldSeconds.size()),
                        DriftTables.reached(retrains <= RETRAINS_WANTED)))
                .row(List.of(
                        DriftTables.format(
                                "mean cost of a retrain (%.2f s) over a cold one's (%.2f s)", warmMean, coldMean),
                        "at most " + percent(COST_WANTED),
                        percent(cost),
                        DriftTables.reached(cost <= COST_WANTED)))
                .toString();
    }

    private static String percent(double share) {
        return DriftTables.format("%.0f %%", 100 * share);
    }
}
