package io.sensieve.trainer.learn.evaluation;

import io.sensieve.ErrorSummary;
import io.sensieve.ReferenceProfile;
import io.sensieve.model.Classifier;
import io.sensieve.model.ModelFile;
import io.sensieve.trainer.learn.data.ChannelStatistics;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.data.TrainingData.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the validation rows say of a finished model, measured with the app's own arithmetic.
 *
 * @param error of the rows: the normalised error beside that of predicting the mean or, for a classifier, 1 for a row
 *     whose class is not told and 0 for one whose class is, beside the share of rows that the commonest class of the
 *     train rows gets wrong
 * @param reference what drift is measured against; a classifier's channel errors are 0, for it rebuilds none
 * @param accuracy share of the rows whose class is told; of a classifier only
 */
public record HeldOutResult(ErrorSummary error, ReferenceProfile reference, Optional<Double> accuracy) {

    public static HeldOutResult of(
            ModelFile model, TrainingData data, ChannelStatistics statistics, Optional<Labels> labels) {
        return labels.map(known -> ofClassifier(model, data, known))
                .orElseGet(() -> ofReconstructor(model, data, statistics));
    }

    private static HeldOutResult ofReconstructor(ModelFile model, TrainingData data, ChannelStatistics statistics) {
        RowErrors errors = new RowErrors(model).addRebuilt(data.validation());
        double predictMean = new RowErrors(model)
                .addGuessed(data.validation(), statistics.trainMean())
                .mean();
        return new HeldOutResult(
                errors.summary(predictMean), ReferenceProfiles.of(model, data, errors), Optional.empty());
    }

    private static HeldOutResult ofClassifier(ModelFile model, TrainingData data, Labels labels) {
        Classifier classifier = new Classifier(model);
        List<Float> errors = new ArrayList<>();
        for (int r = 0; r < data.validation().length; r++) {
            int told = classifier.classify(classifier.project(data.validation()[r]));
            errors.add(told == labels.validation()[r] ? 0f : 1f);
        }
        int commonest = labels.commonest();
        double guessed = IntStream.of(labels.validation())
                .filter(label -> label != commonest)
                .count();
        ErrorSummary summary = RowErrors.summary(errors, guessed / errors.size());
        return new HeldOutResult(
                summary, ReferenceProfiles.ofClassifier(model, data), Optional.of(1 - summary.getMean()));
    }
}
