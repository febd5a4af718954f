package io.sensieve.benchmarks.simulation;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.Selection;
import io.sensieve.streams.testing.SensieveTestDriver;
import io.sensieve.streams.testing.TestSelection;
import io.sensieve.trainer.learn.SelectionBuilder;
import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.TrainingOrigin;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.TrainedSelection;
import java.util.Arrays;
import java.util.List;

/** Trains selections with the default method outside the services. */
public final class ColdTraining {
    private static final double VALIDATION_SHARE = 0.2;

    private ColdTraining() {}

    /** Creates channels that may all be selected. */
    public static List<Channel> candidates(List<String> names) {
        return names.stream()
                .map(name -> new Channel(name, "", 1.0, ChannelRole.CANDIDATE))
                .toList();
    }

    /** Trains as the trainer does for a first selection: the newest fifth of the rows is for validation. */
    public static TrainedSelection first(float[][] rows, List<Channel> channels, TrainSettings settings) {
        int held = (int) Math.max(2, Math.round(VALIDATION_SHARE * rows.length));
        int cut = rows.length - held;
        return of(Arrays.copyOfRange(rows, 0, cut), Arrays.copyOfRange(rows, cut, rows.length), channels, settings);
    }

    /** Trains with given rows for validation. */
    public static TrainedSelection of(
            float[][] train, float[][] validation, List<Channel> channels, TrainSettings settings) {
        return SelectionMethod.CSS
                .selector()
                .select(new TrainingData(train, validation, channels), settings, TrainingListener.NONE);
    }

    /** Returns a trained selection as version 1 of {@link SimulatedApp#LAYOUT}. */
    public static TestSelection version1(TrainedSelection trained) {
        byte[] file = trained.model().toBytes();
        Selection selection = SelectionBuilder.build(
                SimulatedApp.LAYOUT,
                1,
                trained,
                file,
                new TrainingOrigin(
                        "offline",
                        SensieveTestDriver.START,
                        SensieveTestDriver.START,
                        SensieveTestDriver.START,
                        List.of()));
        return new TestSelection(selection, file);
    }
}
