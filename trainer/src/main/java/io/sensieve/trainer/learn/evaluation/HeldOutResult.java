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
 * Evaluation of a model on the validation rows, with the arithmetic of the streams app.
 *
 * @param error of a reconstruction, the normalised error of the rows and that of predicting the mean. Of a classifier,
 *     1 for a wrong and 0 for a right class, and the share of rows that the most frequent train class gets wrong
 * @param reference reference profile for drift; the channel errors of a classifier are 0
 * @param accuracy share of the rows with the right class; present for a classifier
 */
public record HeldOutResult(ErrorSummary error, ReferenceProfile reference, Optional<Double> accuracy) {

    /** Evaluates a model; {@code labels} are present for a classifier. */
    public static HeldOutResult of(
            ModelFile model, TrainingData data, ChannelStatistics statistics, Optional<Labels> labels) {
        return labels.map(known -> ofClassifier(model, data, known))
                .orElseGet(() -> ofReconstructor(model, data, statistics));
    }

    private static HeldOutResult ofReconstructor(ModelFile model, TrainingData data, ChannelStatistics statistics) {
        RowErrors errors = new RowErrors(model).addReconstructed(data.validation());
        double predictMean = new RowErrors(model)
                .addConstant(data.validation(), statistics.trainMean())
                .mean();
        return new HeldOutResult(
                errors.summary(predictMean), ReferenceProfiles.of(model, data, errors), Optional.empty());
    }

    private static HeldOutResult ofClassifier(ModelFile model, TrainingData data, Labels labels) {
        Classifier classifier = new Classifier(model);
        List<Float> errors = new ArrayList<>();
        for (int r = 0; r < data.validation().length; r++) {
            int predicted = classifier.classify(classifier.project(data.validation()[r]));
            errors.add(predicted == labels.validation()[r] ? 0f : 1f);
        }
        int commonest = labels.commonest();
        double wrong = IntStream.of(labels.validation())
                .filter(label -> label != commonest)
                .count();
        ErrorSummary summary = RowErrors.summary(errors, wrong / errors.size());
        return new HeldOutResult(
                summary, ReferenceProfiles.ofClassifier(model, data), Optional.of(1 - summary.getMean()));
    }
}
