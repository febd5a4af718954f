package io.sensieve.trainer.learn.data;

import io.sensieve.SelectedChannel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores that a search gives to the channels; each search defines their scale.
 *
 * @param ofSelected D scores, which hold for channels that are selected
 * @param ofSpares D scores, which hold for channels that are not selected
 */
public record ChannelScores(double[] ofSelected, double[] ofSpares) {

    /** Scores where there was no choice: 1 for every selected channel, 0 for every spare. */
    public static ChannelScores certain(int channels) {
        double[] ones = new double[channels];
        Arrays.fill(ones, 1);
        return new ChannelScores(ones, new double[channels]);
    }

    /** The selected channels with their scores, in the order of {@code channels}. */
    public List<SelectedChannel> selected(TrainingData data, int[] channels) {
        return IntStream.of(channels)
                .mapToObj(c -> withScore(data, c, ofSelected[c]))
                .toList();
    }

    /** The candidates that are not selected, best score first; at most as many as {@code channels}. */
    public List<SelectedChannel> spares(TrainingData data, int[] channels, Candidates candidates) {
        return IntStream.of(candidates.allowedIndices())
                .filter(c -> IntStream.of(channels).noneMatch(selected -> selected == c))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer c) -> -ofSpares[c]).thenComparing(c -> c))
                .limit(channels.length)
                .map(c -> withScore(data, c, ofSpares[c]))
                .toList();
    }

    private static SelectedChannel withScore(TrainingData data, int channel, double score) {
        return new SelectedChannel(channel, data.channels().get(channel).getName(), (float) score);
    }
}
