package io.sensieve.trainer.learn;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.trainer.learn.data.TrainingData;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Generates planted data: {@code sources} independent signals, each measured without noise by one channel and with
 * noise by {@code echoes} others. Channels are ordered by source, and the channel without noise is the first of its
 * source.
 */
public final class PlantedChannels {
    private final int sources;
    private final int echoes;
    private final SplittableRandom random;

    public PlantedChannels(int sources, int echoes, long seed) {
        this.sources = sources;
        this.echoes = echoes;
        this.random = new SplittableRandom(seed);
    }

    public int channelCount() {
        return sources * (1 + echoes);
    }

    /** Source of a channel. */
    public int sourceOf(int channel) {
        return channel / (1 + echoes);
    }

    public List<Channel> channels() {
        return new ArrayList<>(IntStream.range(0, channelCount())
                .mapToObj(c -> channel("s" + sourceOf(c) + "-" + c % (1 + echoes), ChannelRole.CANDIDATE))
                .toList());
    }

    public static Channel channel(String name, ChannelRole role) {
        return new Channel(name, "", 1.0, role);
    }

    public float[][] rows(int count) {
        return IntStream.range(0, count).mapToObj(r -> row()).toArray(float[][]::new);
    }

    public TrainingData data() {
        return new TrainingData(rows(480), rows(120), channels());
    }

    /** Odd echoes are a sine of their source, even echoes a multiple. */
    private float[] row() {
        float[] row = new float[channelCount()];
        for (int s = 0; s < sources; s++) {
            double signal = random.nextDouble() * 2 - 1;
            int start = s * (1 + echoes);
            row[start] = (float) (100 + 5 * signal);
            for (int e = 1; e <= echoes; e++) {
                double echo = e % 2 == 1 ? Math.sin(3 * signal) : e * signal;
                row[start + e] = (float) (echo + 0.4 * (random.nextDouble() - 0.5));
            }
        }
        return row;
    }
}
