package io.sensieve.standalone.examples;

import io.sensieve.Channel;
import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.TrainedSelection;
import java.util.List;

final class LearnInCode {
    private LearnInCode() {}

    static byte[] learn(float[][] trainRows, float[][] validationRows, List<Channel> channels) {
        TrainingData data = new TrainingData(trainRows, validationRows, channels); // NaN is a missing value
        TrainSettings settings = TrainSettings.of(50).withSeed(11);
        TrainedSelection trained = SelectionMethod.CSS.selector().select(data, settings, progress -> {});
        return trained.model().toBytes();
    }
}
