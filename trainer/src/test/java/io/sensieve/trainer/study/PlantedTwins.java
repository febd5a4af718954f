package io.sensieve.trainer.study;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.data.TrainingData.Labels;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Generates planted data: each independent source has five channels, 5 s to 5 s + 4. The first is the source itself,
 * the second, its twin, adds little noise, and three echoes add much noise. The class is whether source 0 is above 0.
 */
final class PlantedTwins {
    static final int GROUP = 5;

    private final int sources;
    private final Random random;

    PlantedTwins(int sources, long seed) {
        this.sources = sources;
        this.random = new Random(seed);
    }

    TrainingData data(int trainRows, int validationRows) {
        float[][] train = rows(trainRows);
        float[][] validation = rows(validationRows);
        List<Channel> channels = IntStream.range(0, sources * GROUP)
                .mapToObj(c -> new Channel("s" + c / GROUP + "-" + c % GROUP, "", 1.0, ChannelRole.CANDIDATE))
                .toList();
        return new TrainingData(
                train, validation, channels, Optional.of(new Labels(classes(train), classes(validation), 2)));
    }

    private float[][] rows(int count) {
        float[][] rows = new float[count][sources * GROUP];
        for (float[] row : rows) {
            for (int s = 0; s < sources; s++) {
                double signal = random.nextDouble() * 2 - 1;
                for (int e = 0; e < GROUP; e++) {
                    double noise = e == 0 ? 0 : e == 1 ? 0.02 : 0.4;
                    row[s * GROUP + e] = (float) (50 + 10 * (signal + noise * random.nextGaussian()));
                }
            }
        }
        return rows;
    }

    private static int[] classes(float[][] rows) {
        return IntStream.range(0, rows.length).map(r -> rows[r][0] > 50 ? 1 : 0).toArray();
    }
}
