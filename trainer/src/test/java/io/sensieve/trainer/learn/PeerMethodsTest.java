package io.sensieve.trainer.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.SelectedChannel;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.progress.TrainingProgress;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.TrainedSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PeerMethodsTest {
    private static final TrainSettings SHORT =
            TrainSettings.of(5).withSearch(s -> s.withEpochs(10)).withDecoder(d -> d.withEpochs(2));

    private final PlantedChannels planted = new PlantedChannels(5, 3, 7);

    @ParameterizedTest
    @EnumSource(names = {"STG", "LASSONET"})
    void shouldGiveTheSameSelectionWhenTheSeedIsTheSame(SelectionMethod method) {
        // Given
        TrainingData data = planted.data();

        // When
        TrainedSelection once = method.selector().select(data, SHORT, TrainingListener.NONE);
        TrainedSelection again = method.selector().select(data, SHORT, TrainingListener.NONE);

        // Then
        assertThat(again.model().toBytes()).isEqualTo(once.model().toBytes());
        assertThat(again.channels()).isEqualTo(once.channels());
        assertThat(again.spares()).isEqualTo(once.spares());
    }

    @ParameterizedTest
    @EnumSource(names = {"STG", "LASSONET"})
    void shouldScoreWithinZeroAndOneAndHonourRolesWhenSomeAreRequiredAndExcluded(SelectionMethod method) {
        // Given
        List<Channel> channels = new ArrayList<>(planted.channels());
        channels.set(2, PlantedChannels.channel("required", ChannelRole.REQUIRED));
        channels.set(17, PlantedChannels.channel("required too", ChannelRole.REQUIRED));
        channels.set(4, PlantedChannels.channel("excluded", ChannelRole.EXCLUDED));
        TrainingData data = new TrainingData(planted.rows(480), planted.rows(120), channels);

        // When
        TrainedSelection found = method.selector().select(data, SHORT, TrainingListener.NONE);

        // Then
        assertThat(found.model().channels())
                .hasSize(5)
                .doesNotHaveDuplicates()
                .contains(2, 17)
                .doesNotContain(4);
        assertThat(found.channels())
                .extracting(SelectedChannel::getScore)
                .allSatisfy(score -> assertThat(score).isGreaterThan(0).isLessThanOrEqualTo(1));
        assertThat(found.spares())
                .extracting(SelectedChannel::getIndex)
                .hasSize(5)
                .doesNotContain(2, 4, 17);
    }

    @ParameterizedTest
    @EnumSource(names = "STG")
    void shouldFindOneChannelOfEachSourceWhenEpochsAreMany(SelectionMethod method) {
        // When
        TrainedSelection found = method.selector()
                .select(planted.data(), SHORT.withSearch(s -> s.withEpochs(200)), TrainingListener.NONE);

        // Then
        assertThat(IntStream.of(found.model().channels()).map(planted::sourceOf))
                .containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void shouldLeaveKGatesOrFewMoreOpenWhenLambdaIsSearchedDuringTheTraining() {
        // Given
        TrainSettings settings = SelectionMethod.STG
                .paperSettings(5)
                .withSearch(s -> s.withEpochs(80).withLearningRate(3e-3f));

        // When
        TrainedSelection found = SelectionMethod.STG.selector().select(planted.data(), settings, TrainingListener.NONE);

        // Then: the score is the probability of an open gate, and the network has ReLU layers only
        assertThat(found.model().decoder().isReluOnly()).isTrue();
        assertThat(found.channels()).extracting(SelectedChannel::getScore).allMatch(score -> score > 0.5);
        assertThat(found.spares())
                .extracting(SelectedChannel::getScore)
                .filteredOn(score -> score > 0.5)
                .hasSizeLessThan(5);
    }

    @ParameterizedTest
    @EnumSource(names = "STG")
    void shouldNotSelectEchoesOfRequiredChannels(SelectionMethod method) {
        // Given
        List<Channel> channels = new ArrayList<>(planted.channels());
        IntStream.of(0, 4, 8).forEach(c -> channels.set(c, PlantedChannels.channel("r" + c, ChannelRole.REQUIRED)));
        TrainingData data = new TrainingData(planted.rows(480), planted.rows(120), channels);

        // When
        TrainedSelection found =
                method.selector().select(data, SHORT.withSearch(s -> s.withEpochs(200)), TrainingListener.NONE);

        // Then
        assertThat(IntStream.of(found.model().channels()).map(planted::sourceOf))
                .containsExactly(0, 1, 2, 3, 4);
    }

    @ParameterizedTest
    @EnumSource(names = {"STG", "LASSONET"})
    void shouldEndWithAnExceptionWhenTheSearchIsCancelled(SelectionMethod method) {
        // Given
        List<TrainingProgress> seen = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onEpoch(TrainingProgress progress) {
                seen.add(progress);
            }

            @Override
            public boolean cancelled() {
                return seen.size() == 2;
            }
        };

        // When / Then
        assertThatThrownBy(() -> method.selector().select(planted.data(), SHORT, listener))
                .isInstanceOf(CancellationException.class);
        assertThat(seen).hasSize(2);
    }
}
