package io.sensieve.trainer.learn.data;

import io.sensieve.SelectedChannel;
import io.sensieve.trainer.learn.concrete.Logits;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the selector thinks of each channel.
 *
 * @param ofChosen for each of D channels its score where it is chosen
 * @param ofSpares for each of D channels its score where it is not
 */
public record ChannelScores(double[] ofChosen, double[] ofSpares) {

    /** Every chosen channel is sure: there was no choice. */
    public static ChannelScores sure(int channels) {
        double[] ones = new double[channels];
        Arrays.fill(ones, 1);
        return new ChannelScores(ones, new double[channels]);
    }

    /**
     * Scores of a trained layer.
     *
     * @param chosen the channel of each row of {@code logits}
     * @param required channels that are in without a row; their score is 1
     */
    public static ChannelScores of(Logits logits, int[] chosen, int[] required) {
        double[] ofChosen = new double[logits.channels()];
        for (int row = 0; row < chosen.length; row++) {
            ofChosen[chosen[row]] = logits.probability(row, chosen[row]);
        }
        for (int channel : required) {
            ofChosen[channel] = 1;
        }
        return new ChannelScores(ofChosen, logits.bestProbabilities());
    }

    public List<SelectedChannel> chosen(TrainingData data, int[] channels) {
        return IntStream.of(channels)
                .mapToObj(c -> selected(data, c, ofChosen[c]))
                .toList();
    }

    public List<SelectedChannel> spares(TrainingData data, int[] channels, Candidates candidates) {
        return IntStream.of(candidates.allowedIndices())
                .filter(c -> IntStream.of(channels).noneMatch(chosen -> chosen == c))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer c) -> -ofSpares[c]).thenComparing(c -> c))
                .limit(channels.length)
                .map(c -> selected(data, c, ofSpares[c]))
                .toList();
    }

    private static SelectedChannel selected(TrainingData data, int channel, double score) {
        return new SelectedChannel(channel, data.channels().get(channel).getName(), (float) score);
    }
}
