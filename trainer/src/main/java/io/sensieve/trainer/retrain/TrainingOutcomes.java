package io.sensieve.trainer.retrain;

import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainResult;
import io.sensieve.TrainingSummary;
import io.sensieve.trainer.learn.evaluation.ChallengerComparison;
import io.sensieve.trainer.learn.training.TrainedSelection;
import io.sensieve.trainer.request.RetrainOutcomes;
import java.util.Optional;

/** Creates the outcome records of training orders and trainings. */
public final class TrainingOutcomes {
    private final RetrainOutcomes outcomes;
    private final ChallengerGate gate;

    /** Creates a factory; the outcomes name the gate's limits. */
    public TrainingOutcomes(RetrainOutcomes outcomes, ChallengerGate gate) {
        this.outcomes = outcomes;
        this.gate = gate;
    }

    /** Creates the outcome of an order that was declined before its training. */
    public RetrainOutcome createDeclined(TrainingOrder order, String reason) {
        return outcomes.builder(order.layout(), order.cause(), order.request(), RetrainResult.DECLINED)
                .setReason(reason)
                .build();
    }

    /**
     * Creates the outcome of a training.
     *
     * @param version version that the training published; 0 for none
     */
    RetrainOutcome create(FinishedTraining finished, RetrainResult result, String reason, int version) {
        TrainingOrder order = finished.job().order();
        return outcomes.builder(order.layout(), order.cause(), order.request(), result)
                .setReason(reason)
                .setVersion(version)
                .setChampionVersion(finished.job().championVersion())
                .setTraining(
                        finished.result() instanceof TrainingResult.Trained trained ? figures(finished, trained) : null)
                .build();
    }

    private TrainingSummary figures(FinishedTraining finished, TrainingResult.Trained result) {
        TrainingJob job = finished.job();
        TrainedSelection trained = result.selection();
        Optional<ChallengerComparison> comparison = result.comparison();
        Optional<Double> limit = job.cause().requiresMargin() ? comparison.map(gate::errorLimit) : Optional.empty();
        return TrainingSummary.newBuilder()
                .setChallengerError(trained.validation().error().getMean())
                .setPredictMean(trained.validation().error().getPredictMean())
                .setChampionError(
                        comparison.map(ChallengerComparison::championError).orElse(null))
                .setErrorLimit(limit.orElse(null))
                .setChurn(comparison.map(ChallengerComparison::churn).orElse(0))
                .setChannels(trained.channels().size())
                .setTrainRows(trained.run().trainRows())
                .setValidationRows(trained.run().validationRows())
                .setFrom(result.sample().from())
                .setTo(result.sample().to())
                .setSeconds(finished.duration().toMillis() / 1000.0)
                .build();
    }
}
