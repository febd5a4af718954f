package io.sensieve.trainer.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.SensorLayout;
import io.sensieve.codec.Floats;
import io.sensieve.model.ChannelErrors;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.Reconstructor;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.progress.TrainingProgress;
import io.sensieve.trainer.learn.settings.NoiseSharing;
import io.sensieve.trainer.learn.settings.ScalingMethod;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.TrainedSelection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpCaeSelectorTest {
    private static final int SOURCES = 5;
    private static final TrainSettings SETTINGS =
            TrainSettings.of(SOURCES).withSearch(s -> s.withEpochs(40)).withDecoder(d -> d.withEpochs(5));

    private final PlantedChannels planted = new PlantedChannels(SOURCES, 3, 7);

    @ParameterizedTest
    @ValueSource(longs = {11, 22, 33})
    void shouldFindOneChannelOfEachSourceWhenSourcesArePlanted(long seed) {
        // Given
        TrainingData data = planted.data();

        // When
        TrainedSelection found = select(data, SETTINGS.withSeed(seed));

        // Then
        assertThat(IntStream.of(found.model().channels()).map(planted::sourceOf))
                .containsExactly(0, 1, 2, 3, 4);
        assertThat(found.validation().error().getMean())
                .isLessThan(0.4 * found.validation().error().getPredictMean());
    }

    @Test
    void shouldFindTheSourcesWhenNoiseIsDrawnForEachRecord() {
        // Given
        TrainingData data = planted.data();

        // When
        TrainedSelection found = select(
                data,
                SETTINGS.withConcrete(c -> c.withNoise(NoiseSharing.RECORD)).withSearch(s -> s.withEpochs(30)));

        // Then
        assertThat(IntStream.of(found.model().channels()).map(planted::sourceOf))
                .containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void shouldGiveTheSameSelectionWhenSeedAndSettingsAreTheSame() {
        // Given
        TrainingData data = planted.data();
        TrainSettings settings = SETTINGS.withSearch(s -> s.withEpochs(10));

        // When
        TrainedSelection once = select(data, settings);
        TrainedSelection again = select(data, settings);
        TrainedSelection other = select(data, settings.withSeed(99));

        // Then
        assertThat(again.model().toBytes()).isEqualTo(once.model().toBytes());
        assertThat(again.channels()).isEqualTo(once.channels());
        assertThat(again.spares()).isEqualTo(once.spares());
        assertThat(other.model().toBytes()).isNotEqualTo(once.model().toBytes());
    }

    @Test
    void shouldGiveDistinctAscendingChannelsWhenAlmostAllAreSelected() {
        // Given
        TrainingData data = planted.data();

        // When
        TrainedSelection found = select(
                data, TrainSettings.of(18).withSearch(s -> s.withEpochs(3)).withDecoder(d -> d.withEpochs(2)));

        // Then
        assertThat(found.model().channels()).hasSize(18).doesNotHaveDuplicates().isSorted();
        assertThat(found.channels())
                .extracting(SelectedChannel::getIndex)
                .containsExactlyElementsOf(
                        Arrays.stream(found.model().channels()).boxed().toList());
        assertThat(found.spares())
                .extracting(SelectedChannel::getIndex)
                .hasSize(2)
                .doesNotContainAnyElementsOf(
                        Arrays.stream(found.model().channels()).boxed().toList());
    }

    @Test
    void shouldHonourRolesWhenChannelsAreRequiredOrExcluded() {
        // Given
        List<Channel> channels = planted.channels();
        channels.set(2, PlantedChannels.channel("required", ChannelRole.REQUIRED));
        channels.set(17, PlantedChannels.channel("required too", ChannelRole.REQUIRED));
        channels.set(4, PlantedChannels.channel("excluded", ChannelRole.EXCLUDED));
        TrainingData data = new TrainingData(planted.rows(300), planted.rows(60), channels);

        // When
        TrainedSelection found = select(data, SETTINGS);

        // Then
        assertThat(found.model().channels()).hasSize(SOURCES).contains(2, 17).doesNotContain(4);
        assertThat(IntStream.of(found.model().channels()).map(planted::sourceOf))
                .containsExactly(0, 1, 2, 3, 4);
        assertThat(found.channels())
                .filteredOn(channel -> channel.getIndex() == 2)
                .extracting(SelectedChannel::getScore)
                .containsExactly(1f);
        assertThat(found.spares()).extracting(SelectedChannel::getIndex).doesNotContain(4);
        assertThat(accepted(found, data, channels).selectedCount()).isEqualTo(SOURCES);
    }

    @Test
    void shouldTrainOnlyTheDecoderWhenKIsTheNumberOfUsableChannels() {
        // Given
        TrainingData data = planted.data();

        // When
        TrainedSelection found = select(data, TrainSettings.of(20).withSearch(s -> s.withEpochs(20)));

        // Then
        assertThat(found.model().channels())
                .containsExactly(IntStream.range(0, 20).toArray());
        assertThat(found.spares()).isEmpty();
        assertThat(found.validation().error().getMean())
                .isLessThan(0.5 * found.validation().error().getPredictMean());
    }

    @Test
    void shouldNeverSelectConstantOrEmptyChannels() {
        // Given
        float[][] train = withDeadChannels(planted.rows(400));
        float[][] validation = withDeadChannels(planted.rows(100));
        TrainingData data = new TrainingData(train, validation, planted.channels());

        // When
        TrainedSelection found = select(data, SETTINGS);

        // Then
        assertThat(found.model().channels()).doesNotContain(0, 4);
        assertThat(found.spares()).extracting(SelectedChannel::getIndex).doesNotContain(0, 4);
        Reconstructor reconstructor = new Reconstructor(found.model());
        float[] reconstructed = reconstructor.reconstruct(reconstructor.project(validation[0]));
        assertThat(reconstructed[0]).isEqualTo(42f);
        assertThat(reconstructed[4]).isZero();
    }

    @ParameterizedTest
    @EnumSource(ScalingMethod.class)
    void shouldGiveAnAcceptableSelectionWhenAFifthOfTheValuesIsMissing(ScalingMethod scaling) {
        // Given
        float[][] train = withGaps(planted.rows(400));
        float[][] validation = withGaps(planted.rows(100));
        TrainingData data = new TrainingData(train, validation, planted.channels());

        // When
        TrainedSelection found = select(data, SETTINGS.withScaling(scaling));

        // Then
        LoadedSelection loaded = accepted(found, data, planted.channels());
        assertThat(loaded.selection().getScaling().getMethod()).isEqualTo(scaling.label());
        assertThat(found.validation().error().getMean())
                .isLessThan(found.validation().error().getPredictMean());
        found.validation()
                .reference()
                .getChannels()
                .forEach(profile -> assertThat(
                                profile.getExpected().get(profile.getExpected().size() - 1))
                        .isBetween(0.1f, 0.3f));
    }

    @Test
    void shouldReportTheValidationErrorThatTheAppMeasures() {
        // Given
        TrainingData data = planted.data();

        // When
        TrainedSelection found = select(data, SETTINGS.withSearch(s -> s.withEpochs(5)));

        // Then
        Reconstructor reconstructor = new Reconstructor(found.model());
        float[] squares = new float[20];
        ChannelErrors channels = new ChannelErrors(20);
        double sum = 0;
        for (float[] row : data.validation()) {
            sum += reconstructor.error(row, reconstructor.reconstruct(reconstructor.project(row)), squares);
            channels.add(squares, reconstructor.measured());
        }
        assertThat(found.validation().error().getMean()).isEqualTo(sum / data.validation().length);
        assertThat(found.validation().error().getRows()).isEqualTo(120);
        float[] channelErrors = Floats.array(found.validation().reference().getChannelError());
        assertThat(channelErrors[7]).isEqualTo((float) channels.rootMeanSquare(7));
    }

    @Test
    void shouldCallTheListenerOnceAnEpochWhenItTrains() {
        // Given
        List<TrainingProgress> seen = new ArrayList<>();

        // When
        TrainedSelection found = SelectionMethod.IP_CAE
                .selector()
                .select(
                        planted.data(),
                        SETTINGS.withSearch(s -> s.withEpochs(4)).withDecoder(d -> d.withEpochs(2)),
                        seen::add);

        // Then
        assertThat(seen).extracting(TrainingProgress::epoch).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(seen).extracting(TrainingProgress::epochs).containsOnly(6);
        assertThat(seen.get(3).temperature()).isEqualTo(0.01);
        assertThat(found.run().curve()).isEqualTo(seen);
    }

    @Test
    void shouldEndWithAnExceptionWhenCancelled() {
        // Given
        TrainingListener listener = new TrainingListener() {
            private int epochs;

            @Override
            public void onEpoch(TrainingProgress progress) {
                epochs++;
            }

            @Override
            public boolean cancelled() {
                return epochs == 2;
            }
        };

        // When / Then
        assertThatThrownBy(() -> SelectionMethod.IP_CAE.selector().select(planted.data(), SETTINGS, listener))
                .isInstanceOf(CancellationException.class);
        assertThat(select(planted.data(), SETTINGS.withSearch(s -> s.withEpochs(1)))
                        .channels())
                .hasSize(SOURCES);
    }

    @Test
    void shouldNameTheNumbersWhenMoreChannelsAreWantedThanThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> select(planted.data(), TrainSettings.of(21)))
                .withMessage("k = 21, but the layout has 20 channels: set k to at most 20");
    }

    @Test
    void shouldNameTheNumbersWhenTooFewChannelsAreUsable() {
        // Given
        List<Channel> channels = planted.channels();
        IntStream.range(5, 20).forEach(c -> channels.set(c, PlantedChannels.channel("x" + c, ChannelRole.EXCLUDED)));
        TrainingData data =
                new TrainingData(withDeadChannels(planted.rows(50)), withDeadChannels(planted.rows(9)), channels);

        // When / Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> select(data, TrainSettings.of(4)))
                .withMessage("k = 4, but only 3 of 20 channels can be selected (15 are excluded, 2 are constant or"
                        + " empty): set k to at most 3, or give other data");
    }

    @Test
    void shouldNameTheNumbersWhenMoreChannelsAreRequiredThanWanted() {
        // Given
        List<Channel> channels = planted.channels();
        IntStream.range(0, 3).forEach(c -> channels.set(c, PlantedChannels.channel("r" + c, ChannelRole.REQUIRED)));
        TrainingData data = new TrainingData(planted.rows(50), planted.rows(9), channels);

        // When / Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> select(data, TrainSettings.of(2)))
                .withMessage("k = 2, but 3 channels are required: set k to at least 3");
    }

    private static TrainedSelection select(TrainingData data, TrainSettings settings) {
        return SelectionMethod.IP_CAE.selector().select(data, settings, TrainingListener.NONE);
    }

    private static LoadedSelection accepted(TrainedSelection found, TrainingData data, List<Channel> channels) {
        byte[] file = found.model().toBytes();
        TrainingOrigin origin = new TrainingOrigin("offline", Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, List.of());
        Selection selection = SelectionBuilder.build("planted", 1, found, file, origin);
        assertThat(selection.getProvenance().getTrainRows()).isEqualTo(data.train().length);
        return LoadedSelection.of(selection, file, Optional.of(new SensorLayout("planted", channels)));
    }

    /** Channel 0 is constant, channel 4 is empty. */
    private static float[][] withDeadChannels(float[][] rows) {
        for (float[] row : rows) {
            row[0] = 42;
            row[4] = Float.NaN;
        }
        return rows;
    }

    private static float[][] withGaps(float[][] rows) {
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < rows[r].length; c++) {
                if ((r * 7 + c * 3) % 5 == 0) {
                    rows[r][c] = Float.NaN;
                }
            }
        }
        return rows;
    }
}
