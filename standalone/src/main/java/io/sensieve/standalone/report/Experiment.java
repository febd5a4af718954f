package io.sensieve.standalone.report;

import io.sensieve.Channel;
import io.sensieve.standalone.data.DataSplit;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.study.ErrorCurve;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * All that one call of {@code train} did.
 *
 * @param data name of the file
 * @param learnt from what the selections were learnt
 * @param runs one for each K, ascending; at least one
 */
public record Experiment(String data, DataSplit split, TrainingData learnt, List<ExperimentRun> runs) {
    public Experiment {
        runs = List.copyOf(runs);
    }

    /** Whether there are several K to compare. */
    public boolean hasCurve() {
        return runs.size() > 1;
    }

    /** Names of the channels that are constant or empty in the train rows, so that they tell nothing. */
    public List<String> constant() {
        List<Channel> channels = learnt.channels();
        return IntStream.range(0, channels.size())
                .filter(c -> !learnt.varies(c))
                .mapToObj(c -> channels.get(c).getName())
                .toList();
    }

    /** The K from which on more channels gain little, by {@link ErrorCurve#knee} of the validation errors. */
    public OptionalInt knee() {
        return new ErrorCurve(runs.stream()
                        .map(run -> new ErrorCurve.Point(run.k(), positive(run)))
                        .toList())
                .knee();
    }

    private static double positive(ExperimentRun run) {
        return run.classifies()
                ? ErrorCurve.atLeastHalfARow(
                        run.validationError(), run.trained().validationRows())
                : Math.max(run.validationError(), Double.MIN_NORMAL);
    }
}
