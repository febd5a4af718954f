package io.sensieve.standalone.report;

import io.sensieve.Channel;
import io.sensieve.standalone.data.DataSplit;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.study.ErrorCurve;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The result of {@code sensieve train}.
 *
 * @param data name of the file
 * @param trainingData rows and channels that the selections were trained on
 * @param runs a run for each K, ascending; at least one
 */
public record Experiment(String data, DataSplit split, TrainingData trainingData, List<ExperimentRun> runs) {
    public Experiment {
        runs = List.copyOf(runs);
    }

    /** Whether there are several values of K. */
    public boolean hasCurve() {
        return runs.size() > 1;
    }

    /** Names of the channels that are constant or empty in the train rows. */
    public List<String> constant() {
        List<Channel> channels = trainingData.channels();
        return IntStream.range(0, channels.size())
                .filter(c -> !trainingData.varies(c))
                .mapToObj(c -> channels.get(c).getName())
                .toList();
    }

    /** The K beyond which further channels lower the validation error little, by {@link ErrorCurve#knee}. */
    public OptionalInt knee() {
        return new ErrorCurve(runs.stream()
                        .map(run -> new ErrorCurve.Point(run.k(), positive(run)))
                        .toList())
                .knee();
    }

    private static double positive(ExperimentRun run) {
        return run.classifies()
                ? ErrorCurve.atLeastHalfARow(
                        run.validationError(), run.trained().run().validationRows())
                : Math.max(run.validationError(), Double.MIN_NORMAL);
    }
}
