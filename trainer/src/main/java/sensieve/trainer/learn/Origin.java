package sensieve.trainer.learn;

import java.time.Instant;
import java.util.List;
import sensieve.OffsetRange;

/**
 * Where a training's rows came from, for the selection's provenance.
 *
 * @param trigger as {@code Provenance.trigger}
 * @param createdAt when the selection was made
 * @param from earliest event time
 * @param to latest event time
 * @param offsets ranges that the rows were sampled from; empty for a file
 */
public record Origin(String trigger, Instant createdAt, Instant from, Instant to, List<OffsetRange> offsets) {
    public Origin {
        offsets = List.copyOf(offsets);
    }
}
