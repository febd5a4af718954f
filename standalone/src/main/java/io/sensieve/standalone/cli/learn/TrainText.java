package io.sensieve.standalone.cli.learn;

import io.sensieve.standalone.report.Experiment;
import io.sensieve.standalone.report.ExperimentRun;
import io.sensieve.trainer.learn.data.FaultCode;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.training.TrainedSelection;
import io.sensieve.trainer.study.DeadChannel;
import io.sensieve.trainer.study.Stability;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints the result of {@code train} as text. */
final class TrainText {
    private static final int WORST = 5;
    private static final int NAMED = 12;

    private final PrintWriter print;

    TrainText(PrintWriter print) {
        this.print = print;
    }

    /** Prints each selection, then the error by K if there are several. */
    void print(Experiment experiment) {
        experiment.runs().forEach(run -> print(run, experiment));
        constant(experiment.constant());
        faultCodes(experiment.trainingData());
        if (experiment.hasCurve()) {
            curve(experiment);
        }
    }

    /** Names the prediction without any channel that a selection is compared with. */
    static String baseline(TrainedSelection trained) {
        return trained.model().classifier() ? "predicting the most frequent class" : "predicting the mean";
    }

    private void print(ExperimentRun run, Experiment experiment) {
        TrainedSelection trained = run.trained();
        print.printf(
                "%d of %d channels by %s in %.1f s on %s (split: %s)%n",
                run.k(),
                trained.channelNames().size(),
                trained.method(),
                trained.run().seconds(),
                trained.run().device(),
                experiment.split().origin());
        print.printf(
                "test %s on %,d rows; validation error %.4e, %s %.4e%n",
                run.classifies() ? "accuracy %.2f %%".formatted(100 * run.test()) : "error %.4e".formatted(run.test()),
                experiment.split().test().length,
                run.validationError(),
                baseline(trained),
                trained.validation().error().getPredictMean());
        print.println(
                run.classifies()
                        ? "error: share of wrongly classified rows"
                        : "error: Euclidean norm of the scaled difference, divided by D");
        SelectionConstraints constraints =
                SelectionConstraints.of(trained, experiment.trainingData().channels());
        if (!constraints.isEmpty()) {
            print.println(constraints.text());
        }
        print.printf(
                "%5s  %-32s %s%s%n",
                "index", "channel", "score", run.stability().isPresent() ? "selected" : "");
        trained.channels()
                .forEach(channel -> print.printf(
                        "%5d  %-32s %.3f%s%n",
                        channel.getIndex(),
                        channel.getName(),
                        channel.getScore(),
                        run.stability()
                                .map(stability -> "  %4.0f %%"
                                        .formatted(100.0
                                                * stability.times().get(channel.getIndex())
                                                / stability.selections()))
                                .orElse("")));
        printFailures(run);
        run.stability().ifPresent(this::stability);
    }

    private void constant(List<String> names) {
        if (!names.isEmpty()) {
            print.printf(
                    "%,d channels are constant or empty in the train rows: %s%s%n",
                    names.size(),
                    String.join(", ", names.stream().limit(NAMED).toList()),
                    names.size() > NAMED ? " and %,d more".formatted(names.size() - NAMED) : "");
        }
    }

    /** Prints each value once, with the channels that have it. */
    private void faultCodes(TrainingData data) {
        data.faultCodes().stream()
                .collect(Collectors.groupingBy(FaultCode::value, TreeMap::new, Collectors.toList()))
                .forEach((value, codes) -> print.printf(
                        "%s repeats exactly, apart from all other values, and counts as missing (as with --missing-values=%s): %s%s%n",
                        number(value),
                        number(value),
                        codes.stream()
                                .limit(NAMED)
                                .map(code -> "%s in %.0f %% of the rows"
                                        .formatted(
                                                data.channels()
                                                        .get(code.channel())
                                                        .getName(),
                                                100 * code.share()))
                                .collect(Collectors.joining(", ")),
                        codes.size() > NAMED ? " and %,d more".formatted(codes.size() - NAMED) : ""));
    }

    private static String number(float value) {
        return new BigDecimal(Float.toString(value)).stripTrailingZeros().toPlainString();
    }

    private void printFailures(ExperimentRun run) {
        print.printf(
                "validation error if the sensor of a selected channel fails, worst first (%.3e with all, %,d validation rows):%n",
                run.resilience().intact(), run.resilience().rows());
        for (DeadChannel dead : run.resilience().worst(WORST)) {
            print.printf(
                    "%5d  %-32s %.3e%s%n",
                    dead.channel(),
                    dead.name(),
                    dead.missing(),
                    dead.spare()
                            .map(spare -> ", %.3e with spare %s".formatted(spare.error(), spare.name()))
                            .orElse(""));
        }
    }

    private void stability(Stability stability) {
        print.printf(
                "stability over %d selections from 80 %% of the train rows: Jaccard %.3f, Kuncheva %.3f;"
                        + " the share beside each channel is how often it was selected%n",
                stability.selections(), stability.jaccard(), stability.kuncheva());
    }

    private void curve(Experiment experiment) {
        boolean classifies = experiment.runs().get(0).classifies();
        print.printf(
                "%n%6s %18s %16s %9s%n",
                "K", "validation error", classifies ? "test accuracy" : "test error", "seconds");
        for (ExperimentRun run : experiment.runs()) {
            boolean knee = experiment.knee().orElse(0) == run.k();
            print.printf(
                    "%6d %18.4e %16s %9.1f%s%n",
                    run.k(),
                    run.validationError(),
                    classifies ? "%.2f %%".formatted(100 * run.test()) : "%.4e".formatted(run.test()),
                    run.trained().run().seconds(),
                    knee ? "  <- knee: further channels lower the error less" : "");
        }
        if (experiment.knee().isEmpty()) {
            print.println("no knee: the error falls evenly, or there are fewer than three values of K");
        }
    }
}
