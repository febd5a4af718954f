package io.sensieve.trainer.request;

import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainResult;
import io.sensieve.trainer.publish.SelectionDirectory;
import java.time.InstantSource;
import java.util.Optional;

/** Creates the outcome records of requests that end without a training. */
public final class RetrainOutcomes {
    private final SelectionDirectory directory;
    private final InstantSource clock;

    /** Creates a factory; the outcomes name the directory's active versions and the clock's time. */
    public RetrainOutcomes(SelectionDirectory directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * Creates the outcome of a request.
     *
     * @param version version that the request published; 0 for none
     */
    public RetrainOutcome create(PendingRequest request, RetrainResult result, String reason, int version) {
        return builder(request.layout(), request.cause(), Optional.of(request), result)
                .setReason(reason)
                .setVersion(version)
                .build();
    }

    /** Starts an outcome that has everything except its reason, the published version and the training's figures. */
    public RetrainOutcome.Builder builder(
            String layout, RetrainCause cause, Optional<PendingRequest> request, RetrainResult result) {
        RetrainOutcome.Builder builder = RetrainOutcome.newBuilder()
                .setLayout(layout)
                .setCause(cause.label())
                .setResult(result)
                .setDecidedAt(clock.instant())
                .setChampionVersion(directory.activeNumber(layout));
        request.ifPresent(pending ->
                builder.setRequestedAt(pending.request().getRequestedAt()).setRequestOffset(pending.offset()));
        return builder;
    }
}
