package io.sensieve.trainer.learn;

import io.sensieve.OffsetRange;
import java.time.Instant;
import java.util.List;

/**
 * Origin of the rows of a training, for the provenance of the selection.
 *
 * @param trigger as {@code Provenance.trigger}
 * @param createdAt time at which the selection was made
 * @param from earliest event time
 * @param to latest event time
 * @param offsets offset ranges that the rows were sampled from; empty for a file
 */
public record TrainingOrigin(String trigger, Instant createdAt, Instant from, Instant to, List<OffsetRange> offsets) {
    public TrainingOrigin {
        offsets = List.copyOf(offsets);
    }
}
