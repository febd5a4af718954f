package io.sensieve.trainer.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.ChannelRole;
import io.sensieve.model.Reconstructor;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.TrainedSelection;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Learns from rows in which cells are missing: missing cells are no evidence, and a channel with holes serves less. */
class MissingCellsTest {
    private static final int SOURCES = 4;
    private static final int FAST = 10;
    private static final int CHANNELS = 40;

    /** Ten fast channels in every row, thirty slow ones in every second row; all are mixtures of four sources. */
    private static float[][] twoRates(long seed, int count) {
        Random weights = new Random(7);
        double[][] mixture = new double[CHANNELS][SOURCES];
        for (double[] channel : mixture) {
            Arrays.setAll(channel, s -> weights.nextGaussian());
        }
        Random random = new Random(seed);
        float[][] rows = new float[count][CHANNELS];
        for (int r = 0; r < count; r++) {
            double[] source = random.doubles(SOURCES, -1, 1).toArray();
            for (int c = 0; c < CHANNELS; c++) {
                int channel = c;
                double value = IntStream.range(0, SOURCES)
                        .mapToDouble(s -> mixture[channel][s] * source[s])
                        .sum();
                rows[r][c] = c >= FAST && r % 2 == 1 ? Float.NaN : (float) (value + 0.005 * random.nextGaussian());
            }
        }
        return rows;
    }

    @ParameterizedTest
    @EnumSource(names = {"CSS", "QR", "IP_CAE"})
    void shouldSelectChannelsThatAreThereInEveryRowWhenOthersAreOftenMissing(SelectionMethod method) {
        // Given
        TrainSettings settings = TrainSettings.of(SOURCES).withSearch(s -> s.withEpochs(60));

        // When
        TrainedSelection found = method.selector().select(data(), settings, TrainingListener.NONE);

        // Then
        assertThat(IntStream.of(found.model().channels())).allMatch(channel -> channel < FAST);
    }

    @Test
    void shouldReconstructOftenMissingChannelsAsWellAsIfTheyWereComplete() {
        // Given: the decoder's start alone, least squares of the measured cells
        TrainSettings settings = TrainSettings.of(SOURCES).withDecoder(d -> d.withEpochs(1));

        // When
        TrainedSelection found = SelectionMethod.CSS.selector().select(data(), settings, TrainingListener.NONE);

        // Then: the root mean square over the channels is at most twice the noise in the channels' own unit
        float[][] rows = twoRates(3, 200);
        Reconstructor reconstructor = new Reconstructor(found.model());
        double squares = 0;
        int cells = 0;
        for (float[] row : rows) {
            float[] reconstruction = reconstructor.reconstruct(reconstructor.project(row));
            for (int c = FAST; c < CHANNELS; c++) {
                if (!Float.isNaN(row[c])) {
                    squares += Math.pow(row[c] - reconstruction[c], 2);
                    cells++;
                }
            }
        }
        assertThat(Math.sqrt(squares / cells)).isLessThan(0.02);
    }

    private static TrainingData data() {
        return new TrainingData(
                twoRates(1, 480),
                twoRates(2, 120),
                IntStream.range(0, CHANNELS)
                        .mapToObj(c -> PlantedChannels.channel("c" + c, ChannelRole.CANDIDATE))
                        .toList());
    }
}
