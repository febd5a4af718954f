package io.sensieve.trainer.request;

import io.sensieve.RetrainFigures;
import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainResult;
import io.sensieve.trainer.learn.evaluation.ChallengerComparison;
import io.sensieve.trainer.learn.training.TrainedSelection;
import io.sensieve.trainer.publish.SelectionDirectory;
import io.sensieve.trainer.retrain.ChallengerGate;
import io.sensieve.trainer.retrain.TrainingJob;
import io.sensieve.trainer.retrain.TrainingOrder;
import io.sensieve.trainer.retrain.TrainingRunner.Finished;
import io.sensieve.trainer.retrain.TrainingRunner.Result;
import java.time.InstantSource;
import java.util.Optional;

/** Makes the records that tell what became of a request or a training. */
public final class RetrainOutcomes {
    private final SelectionDirectory directory;
    private final ChallengerGate gate;
    private final InstantSource clock;

    public RetrainOutcomes(SelectionDirectory directory, ChallengerGate gate, InstantSource clock) {
        this.directory = directory;
        this.gate = gate;
        this.clock = clock;
    }

    /**
     * Of a request, with no training.
     *
     * @param version what it published; 0 for nothing
     */
    public RetrainOutcome of(PendingRequest request, RetrainResult result, String reason, int version) {
        return builder(request.layout(), request.cause(), Optional.of(request), result, reason)
                .setVersion(version)
                .setChampionVersion(directory.currentVersion(request.layout()))
                .build();
    }

    /** Of an order that is not carried out. */
    public RetrainOutcome of(TrainingOrder order, RetrainResult result, String reason) {
        return builder(order.layout(), order.cause(), order.request(), result, reason)
                .setChampionVersion(directory.currentVersion(order.layout()))
                .build();
    }

    /**
     * Of a training.
     *
     * @param version what it published; 0 for nothing
     */
    public RetrainOutcome of(Finished finished, RetrainResult result, String reason, int version) {
        TrainingOrder order = finished.job().order();
        return builder(order.layout(), order.cause(), order.request(), result, reason)
                .setVersion(version)
                .setChampionVersion(finished.job().championVersion())
                .setTrained(
                        finished.result() instanceof Result.Found found
                                ? figures(finished, found.selection(), found.comparison())
                                : null)
                .build();
    }

    private RetrainFigures figures(
            Finished finished, TrainedSelection trained, Optional<ChallengerComparison> comparison) {
        TrainingJob job = finished.job();
        Optional<Double> most = job.cause().isHeldToTheMargin() ? comparison.map(gate::mostError) : Optional.empty();
        return new RetrainFigures(
                trained.validation().getMean(),
                trained.validation().getPredictMean(),
                comparison.map(ChallengerComparison::championError).orElse(null),
                most.orElse(null),
                comparison.map(ChallengerComparison::churn).orElse(0),
                trained.channels().size(),
                (long) trained.trainRows(),
                (long) trained.validationRows(),
                job.sample().from(),
                job.sample().to(),
                finished.duration().toMillis() / 1000.0);
    }

    private RetrainOutcome.Builder builder(
            String layout, RetrainCause cause, Optional<PendingRequest> request, RetrainResult result, String reason) {
        RetrainOutcome.Builder builder = RetrainOutcome.newBuilder()
                .setLayout(layout)
                .setCause(cause.label())
                .setResult(result)
                .setReason(reason)
                .setDecidedAt(clock.instant());
        request.ifPresent(asked ->
                builder.setRequestedAt(asked.request().getRequestedAt()).setRequestOffset(asked.offset()));
        return builder;
    }
}
