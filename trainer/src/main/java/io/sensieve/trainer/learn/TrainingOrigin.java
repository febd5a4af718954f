package io.sensieve.trainer.learn;

import io.sensieve.OffsetRange;
import java.time.Instant;
import java.util.List;

/**
 * Where a training's rows came from, for the selection's provenance.
 *
 * @param trigger as {@code Provenance.trigger}
 * @param createdAt when the selection was made
 * @param from earliest event time
 * @param to latest event time
 * @param offsets ranges that the rows were sampled from; empty for a file
 */
public record TrainingOrigin(String trigger, Instant createdAt, Instant from, Instant to, List<OffsetRange> offsets) {
    public TrainingOrigin {
        offsets = List.copyOf(offsets);
    }
}
