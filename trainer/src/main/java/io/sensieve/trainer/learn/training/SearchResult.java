package io.sensieve.trainer.learn.training;

import io.sensieve.trainer.learn.data.ChannelScores;
import io.sensieve.trainer.learn.decoder.ChannelDecoder;
import io.sensieve.trainer.learn.progress.TrainingProgress;
import java.util.List;

/**
 * The result of a {@link ChannelSearch}.
 *
 * @param decoder best weights by validation loss; its inputs are the K selected channels in any order
 * @param scores scores of selected channels and spares
 * @param uniquePercentage equation 4 for the kept epoch, before repeated channels were replaced
 * @param curve one entry for each epoch, those of the decoder training included
 */
public record SearchResult(
        ChannelDecoder decoder, ChannelScores scores, double uniquePercentage, List<TrainingProgress> curve) {
    public SearchResult {
        curve = List.copyOf(curve);
    }
}
