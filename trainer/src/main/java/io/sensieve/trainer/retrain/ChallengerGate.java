package io.sensieve.trainer.retrain;

import io.sensieve.ErrorSummary;
import io.sensieve.Selection;
import io.sensieve.SensorLayout;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.RefusedSelectionException;
import io.sensieve.service.Settings;
import io.sensieve.trainer.learn.evaluation.ChallengerComparison;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Decides whether a challenger may be published. The streams app must accept it, and its error must be below the error
 * of predicting the mean. Against a champion, {@code challenger error <= champion error * (1 - margin - churn * new
 * channels / K)} must hold, because downstream consumers have to follow each channel that changes.
 *
 * @param margin share of the champion's error that the challenger must gain
 * @param churn further share that the challenger must gain if all K channels change; in proportion for fewer
 */
public record ChallengerGate(double margin, double churn) {
    public static final String MARGIN = "gate.margin";
    public static final String CHURN = "gate.churn";

    /** Adds the keys to {@code definition}. */
    public static void define(ConfigDef definition) {
        definition
                .define(
                        MARGIN,
                        Type.DOUBLE,
                        0.03,
                        Range.between(0, 0.45),
                        Importance.MEDIUM,
                        "Share of the active selection's error, on the newest held-out rows, that a new selection must"
                                + " gain to be published, unless an operator requested it.")
                .define(
                        CHURN,
                        Type.DOUBLE,
                        0.02,
                        Range.between(0, 0.45),
                        Importance.MEDIUM,
                        "Further share of the error that a new selection must gain if it replaces all channels; in"
                                + " proportion for fewer.");
    }

    /** Reads validated settings. */
    public static ChallengerGate of(Settings settings) {
        return new ChallengerGate(settings.getDouble(MARGIN), settings.getDouble(CHURN));
    }

    /** Returns the highest error with which the challenger would be accepted. */
    double errorLimit(ChallengerComparison comparison) {
        return comparison.championError() * (1 - margin - churn * comparison.churn() / comparison.channels());
    }

    /** Returns whether the challenger wins against the champion. */
    boolean accepts(ChallengerComparison comparison) {
        return comparison.challengerError() <= errorLimit(comparison);
    }

    /** Describes, for people, why the challenger lost. */
    String describeLoss(ChallengerComparison comparison) {
        return String.format(
                Locale.ROOT,
                "the challenger's error is %.4e; the active selection has %.4e on the same rows, and %d of %d channels"
                        + " would change, so that the limit is %.4e",
                comparison.challengerError(),
                comparison.championError(),
                comparison.churn(),
                comparison.channels(),
                errorLimit(comparison));
    }

    /** Returns why the selection must not be published, whatever the champion is; empty if it may. */
    static Optional<String> refusal(Selection selection, byte[] modelFile, Optional<SensorLayout> layout) {
        try {
            LoadedSelection.of(selection, modelFile, layout);
        } catch (RefusedSelectionException e) {
            return Optional.of(e.reason().label() + ": " + e.getMessage());
        }
        ErrorSummary validation = selection.getValidation();
        if (!(validation.getMean() < validation.getPredictMean())) {
            return Optional.of("validation error " + validation.getMean() + " is not below "
                    + validation.getPredictMean() + ", the error of predicting the mean");
        }
        return Optional.empty();
    }
}
