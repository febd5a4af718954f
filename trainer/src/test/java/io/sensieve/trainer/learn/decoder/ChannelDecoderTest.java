package io.sensieve.trainer.learn.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.ChannelRole;
import io.sensieve.model.Decoder;
import io.sensieve.model.DecoderWeights;
import io.sensieve.model.DecoderWeights.Linear;
import io.sensieve.model.ModelFile;
import io.sensieve.trainer.learn.PlantedChannels;
import io.sensieve.trainer.learn.data.ChannelStatistics;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.settings.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelDecoderTest {
    private static final ChannelDecoder DECODER = new ChannelDecoder(
            new int[] {7, 2, 5},
            new DecoderWeights(
                    List.of(new Linear(3, 2, new float[] {1, 10, 100, 2, 20, 200}, new float[] {0.5f, 0.25f})),
                    List.of()));

    /** Channel 0 goes from 0 to 8 and is scaled to [-1, 1]; channel 1 is always 12, scaled 0.5. */
    private static final ChannelStatistics STATISTICS = new ChannelStatistics(
            new float[] {4, 10},
            new float[] {4, 4},
            new float[] {0, 12},
            new float[] {8, 12},
            new float[] {5, 12},
            new boolean[] {false, true});

    @Test
    void shouldComputeTheSameWhenItsInputsAreSorted() {
        // Given
        float[] before = new float[2];
        float[] after = new float[2];
        new Decoder(DECODER.weights()).decode(new float[] {7, 2, 5}, before);

        // When
        ChannelDecoder sorted = DECODER.ascending();

        // Then
        new Decoder(sorted.weights()).decode(new float[] {2, 5, 7}, after);
        assertThat(sorted.channels()).containsExactly(2, 5, 7);
        assertThat(after).containsExactly(before);
    }

    @Test
    void shouldReconstructConstantChannelsExactlyWhenThereAreSome() {
        // Given
        float[] out = new float[2];

        // When
        ChannelDecoder exact = DECODER.exactWhereFixed(STATISTICS);

        // Then
        new Decoder(exact.weights()).decode(new float[] {1, 1, 1}, out);
        assertThat(out).containsExactly(111.5f, 0.5f);
    }

    @Test
    void shouldLimitInputsToARangeBeyondTheRows() {
        // Given
        ChannelDecoder decoder = new ChannelDecoder(
                new int[] {1, 0},
                new DecoderWeights(
                        List.of(new Linear(2, 2, new float[] {1, 10, 2, 20}, new float[] {0.5f, 0.25f})), List.of()));

        // When
        float[][] rows = new float[10][];
        for (int r = 0; r < rows.length; r++) {
            rows[r] = new float[] {r % 2 == 0 ? 8 : 0, 12};
        }
        TrainingData data = new TrainingData(
                rows,
                rows,
                List.of(
                        PlantedChannels.channel("a", ChannelRole.CANDIDATE),
                        PlantedChannels.channel("b", ChannelRole.CANDIDATE)));
        ModelFile model = decoder.model(data, STATISTICS, Task.RECONSTRUCTION);

        // Then
        assertThat(model.channels()).containsExactly(0, 1);
        assertThat(model.fill()).containsExactly(0.25f, 0.5f);
        assertThat(model.covariance()).containsExactly(1.0625f, 0, 0, 0);
        assertThat(model.limits().lowest()).containsExactly(-3, 0.5f);
        assertThat(model.limits().highest()).containsExactly(3, 0.5f);
    }

    @Test
    void shouldComputeTheSameWhenARepeatedChannelIsReplaced() {
        // Given: the first and the last input were channel 7
        float[] before = new float[2];
        float[] after = new float[2];
        new Decoder(DECODER.weights()).decode(new float[] {7, 2, 7}, before);

        // When
        ChannelDecoder distinct = ChannelDecoder.distinct(new int[] {7, 2, 7}, new int[] {9, 2, 7}, DECODER.weights());

        // Then
        new Decoder(distinct.weights()).decode(new float[] {1000, 2, 7}, after);
        assertThat(distinct.channels()).containsExactly(9, 2, 7);
        assertThat(after).containsExactly(before);
    }
}
