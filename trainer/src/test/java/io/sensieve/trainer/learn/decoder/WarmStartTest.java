package io.sensieve.trainer.learn.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.Channel;
import io.sensieve.model.Decoder;
import io.sensieve.model.DecoderWeights;
import io.sensieve.model.ModelFile;
import io.sensieve.trainer.learn.PlantedChannels;
import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.data.ChannelStatistics;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.ScalingMethod;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.TrainedSelection;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WarmStartTest {
    private static final int SOURCES = 5;
    private static final TrainSettings SETTINGS = TrainSettings.of(SOURCES).withDecoder(d -> d.withEpochs(30));

    private final PlantedChannels planted = new PlantedChannels(SOURCES, 3, 7);

    @Test
    void shouldComputeTheSameInAnotherScalingWhenTheChannelsAreTheSame() {
        // Given
        ModelFile model = trained(planted.data()).model();
        ChannelStatistics other = ChannelStatistics.of(
                new TrainingData(stretched(planted.rows(100)), stretched(planted.rows(20)), planted.channels()),
                ScalingMethod.MINMAX);

        // When
        DecoderWeights converted = WarmStart.of(model, other, model.channels()).weights();

        // Then
        float[] row = planted.rows(1)[0];
        float[] before = new float[row.length];
        float[] after = new float[row.length];
        float[] inputs = new float[SOURCES];
        float[] otherInputs = new float[SOURCES];
        for (int i = 0; i < SOURCES; i++) {
            int c = model.channels()[i];
            inputs[i] = (row[c] - model.offset()[c]) / model.range()[c];
            otherInputs[i] = other.scale(c, row[c]);
        }
        new Decoder(model.decoder()).decode(inputs, before);
        new Decoder(converted).decode(otherInputs, after);
        for (int c = 0; c < row.length; c++) {
            double expected = before[c] * model.range()[c] + model.offset()[c];
            double found = after[c] * other.range()[c] + other.offset()[c];
            assertThat(found).isCloseTo(expected, within(1e-3 * model.range()[c]));
        }
    }

    @Test
    void shouldReplaceADroppedChannelByItsMeanAndIgnoreANewChannel() {
        // Given
        TrainingData data = planted.data();
        ModelFile model = trained(data).model();
        ChannelStatistics statistics = ChannelStatistics.of(data, ScalingMethod.MINMAX);
        int[] channels = model.channels().clone();
        int dropped = channels[0];
        channels[0] = dropped == 1 ? 2 : 1;
        Random random = new Random(3);
        float[] inputs = new float[SOURCES];
        for (int i = 1; i < SOURCES; i++) {
            inputs[i] = random.nextFloat();
        }

        // When
        ChannelDecoder start = WarmStart.of(model, statistics, channels);

        // Then
        float[] expected = new float[planted.channelCount()];
        float[] found = new float[planted.channelCount()];
        inputs[0] = statistics.scale(dropped, statistics.trainMean()[dropped]);
        new Decoder(model.decoder()).decode(inputs, expected);
        inputs[0] = 123;
        new Decoder(start.weights()).decode(inputs, found);
        assertThat(found).containsExactly(expected, within(1e-4f));
    }

    @Test
    void shouldReachAColdTrainingsErrorInAFifthOfItsEpochsWhenTheDistributionHasShifted() {
        // Given
        ModelFile champion = trained(planted.data()).model();
        TrainingData changed =
                new TrainingData(stretched(planted.rows(480)), stretched(planted.rows(120)), planted.channels());

        // When
        TrainedSelection cold = trained(changed);
        TrainedSelection warm = trained(changed.withChampion(champion, 0.05));

        // Then
        assertThat(warm.run().curve()).hasSize(6);
        assertThat(cold.run().curve()).hasSize(30);
        assertThat(warm.validation().error().getMean())
                .isLessThan(1.1 * cold.validation().error().getMean());
    }

    @Test
    void shouldTrainANewDecoderWhenTheChampionHasOtherWidths() {
        // Given
        ModelFile champion = trained(planted.data()).model();

        // When
        TrainedSelection found = SelectionMethod.CSS
                .selector()
                .select(
                        planted.data().withChampion(champion, 0.05),
                        SETTINGS.withDecoder(d -> d.withHidden(List.of(20))),
                        TrainingListener.NONE);

        // Then
        assertThat(found.run().curve()).hasSize(30);
    }

    @Test
    void shouldRefuseAChampionOfAnotherNumberOfChannels() {
        // Given
        ModelFile champion = trained(planted.data()).model();
        PlantedChannels other = new PlantedChannels(SOURCES, 2, 7);
        List<Channel> channels = other.channels();

        // When / Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> other.data().withChampion(champion, 0.05))
                .withMessage(
                        "the champion is for 20 channels, the layout has " + channels.size() + ": start without it");
    }

    private static TrainedSelection trained(TrainingData data) {
        return SelectionMethod.CSS.selector().select(data, SETTINGS, TrainingListener.NONE);
    }

    /** Every third channel in another unit. */
    private static float[][] stretched(float[][] rows) {
        for (float[] row : rows) {
            for (int c = 0; c < row.length; c += 3) {
                row[c] = 3 * row[c] - 40;
            }
        }
        return rows;
    }
}
