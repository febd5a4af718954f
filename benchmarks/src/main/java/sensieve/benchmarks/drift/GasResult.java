package sensieve.benchmarks.drift;

import java.util.ArrayList;
import java.util.List;
import sensieve.benchmarks.Markdown;
import sensieve.trainer.SimulatedTrainer.Training;

/** Errors of three ways to go on, batch by batch, and what they cost. */
final class GasResult {
    private static final double GAP_WANTED = 0.8;
    private static final double RETRAINS_WANTED = 0.5;
    private static final double COST_WANTED = 0.25;

    private final List<Batch> batches = new ArrayList<>();
    private List<Training> ours = List.of();
    private List<Double> coldSeconds = List.of();

    /**
     * One batch.
     *
     * @param first mean error of the first selection
     * @param ours of Sensieve
     * @param cold of a selection trained cold on the batch itself
     * @param trainings Sensieve's in this batch
     */
    record Batch(String name, int rows, double first, double ours, double cold, int trainings, int switches) {}

    void add(Batch batch) {
        batches.add(batch);
    }

    /**
     * What was trained.
     *
     * @param sensieve Sensieve's trainings after the first
     * @param cold seconds of each cold one
     */
    void trained(List<Training> sensieve, List<Double> cold) {
        ours = List.copyOf(sensieve);
        coldSeconds = List.copyOf(cold);
    }

    String markdown() {
        Markdown table = new Markdown(List.of(
                "batch",
                "records",
                "(a) first kept",
                "(b) Sensieve",
                "(c) cold at every batch",
                "gap closed",
                "retrains of (b)",
                "switches of (b)"));
        for (Batch batch : batches) {
            table.row(List.of(
                    batch.name(),
                    DriftTables.format("%,d", batch.rows()),
                    DriftTables.format("%.3e", batch.first()),
                    DriftTables.format("%.3e", batch.ours()),
                    DriftTables.format("%.3e", batch.cold()),
                    percent(closed(batch.first(), batch.ours(), batch.cold())),
                    Integer.toString(batch.trainings()),
                    Integer.toString(batch.switches())));
        }
        double records = batches.stream().mapToInt(Batch::rows).sum();
        double first = batches.stream().mapToDouble(b -> b.rows() * b.first()).sum() / records;
        double sensieve = batches.stream().mapToDouble(b -> b.rows() * b.ours()).sum() / records;
        double cold = batches.stream().mapToDouble(b -> b.rows() * b.cold()).sum() / records;
        table.row(List.of(
                "all",
                DriftTables.format("%,.0f", records),
                DriftTables.format("%.3e", first),
                DriftTables.format("%.3e", sensieve),
                DriftTables.format("%.3e", cold),
                percent(closed(first, sensieve, cold)),
                Integer.toString(ours.size()),
                Integer.toString(batches.stream().mapToInt(Batch::switches).sum())));
        return table + "\n" + aims(closed(first, sensieve, cold));
    }

    private String aims(double closed) {
        double retrains = (double) ours.size() / batches.size();
        double coldMean = coldSeconds.stream().mapToDouble(s -> s).average().orElse(Double.NaN);
        double warmMean = ours.stream().mapToDouble(Training::seconds).average().orElse(0);
        double cost = warmMean / coldMean;
        return new Markdown(List.of("Sensieve", "wanted", "measured", ""))
                .row(List.of(
                        "share of the gap from (a) to (c) that is closed",
                        "at least " + percent(GAP_WANTED),
                        percent(closed),
                        DriftTables.reached(closed >= GAP_WANTED)))
                .row(List.of(
                        "retrains over those of (c)",
                        "at most " + percent(RETRAINS_WANTED),
                        DriftTables.format("%d of %d", ours.size(), batches.size()),
                        DriftTables.reached(retrains <= RETRAINS_WANTED)))
                .row(List.of(
                        DriftTables.format(
                                "mean cost of a retrain (%.2f s) over a cold one's (%.2f s)", warmMean, coldMean),
                        "at most " + percent(COST_WANTED),
                        percent(cost),
                        DriftTables.reached(cost <= COST_WANTED)))
                .toString();
    }

    private static double closed(double first, double ours, double cold) {
        return (first - ours) / (first - cold);
    }

    private static String percent(double share) {
        return DriftTables.format("%.0f %%", 100 * share);
    }
}
