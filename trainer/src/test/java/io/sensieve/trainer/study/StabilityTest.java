package io.sensieve.trainer.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.TrainSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StabilityTest {
    private static final TrainSettings SETTINGS =
            TrainSettings.of(3).withDecoder(d -> d.withEpochs(2).withHidden(List.of(8)));

    @Test
    void shouldComputeBothIndicesWhenTwoSelectionsShareOneOfTwo() {
        // Given, When
        Stability stability = Stability.of(List.of(Set.of(0, 1), Set.of(1, 2)), 6, Set.of(), 6);

        // Then: chance gives 4 / 6
        assertThat(stability.jaccard()).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(stability.kuncheva()).isCloseTo((1 - 4.0 / 6) / (2 - 4.0 / 6), within(1e-12));
        assertThat(stability.times()).containsExactly(1, 2, 1, 0, 0, 0);
    }

    @Test
    void shouldLeaveRequiredChannelsOutOfTheIndices() {
        // Given, When
        Stability stability = Stability.of(List.of(Set.of(5, 1), Set.of(5, 2)), 6, Set.of(5), 5);

        // Then
        assertThat(stability.jaccard()).isZero();
        assertThat(stability.kuncheva()).isNegative();
        assertThat(stability.times()).containsExactly(0, 1, 1, 0, 0, 2);
    }

    @Test
    void shouldBeOneWhenAllChannelsAreSelected() {
        assertThat(Stability.of(List.of(Set.of(0, 1), Set.of(0, 1)), 2, Set.of(), 2))
                .isEqualTo(new Stability(2, 1, 1, List.of(2, 2)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Stability.of(List.of(Set.of(0)), 2, Set.of(), 2))
                .withMessageContaining("1 selections");
    }

    @Test
    void shouldSelectEverySourceEachTimeWhenItHasNoTwin() {
        // Given
        TrainingData data = excluding(new PlantedTwins(3, 1).data(300, 20), 1);

        // When
        Stability stable = Subsamples.stability(SelectionMethod.CSS, data, SETTINGS, 8, TrainingListener.NONE);

        // Then
        assertThat(stable.kuncheva()).isEqualTo(1);
        assertThat(IntStream.of(0, 5, 10).map(stable.times()::get)).containsOnly(8);
    }

    @Test
    void shouldBeUnstableWhenOnlyEqualEchoesCanBeSelected() {
        // Given: without sources and twins, each source has three echoes of the same noise
        TrainingData data = excluding(new PlantedTwins(3, 1).data(300, 20), 0, 1);

        // When
        Stability unstable = Subsamples.stability(SelectionMethod.CSS, data, SETTINGS, 8, TrainingListener.NONE);

        // Then
        assertThat(unstable.kuncheva()).isBetween(0.0, 0.95);
        assertThat(unstable.times().stream().mapToInt(Integer::intValue).sum()).isEqualTo(8 * 3);
        assertThat(Subsamples.stability(SelectionMethod.CSS, data, SETTINGS, 8, TrainingListener.NONE))
                .isEqualTo(unstable);
    }

    @Test
    void shouldNameTheNumberOfRowsWhenASubsampleIsTooSmall() {
        // Given
        TrainingData data = new PlantedTwins(3, 1).data(9, 5);

        // When, Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Subsamples.stability(SelectionMethod.CSS, data, SETTINGS, 3, TrainingListener.NONE))
                .withMessageContaining("7 of 9: at least 8 are needed");
    }

    @ParameterizedTest
    @EnumSource(
            value = SelectionMethod.class,
            names = {"CSS", "QR", "RANDOM"})
    void shouldSelectTheChannelsOfTheFullTrainingWhenOnlyChannelsAreWanted(SelectionMethod method) {
        // Given
        TrainingData data = new PlantedTwins(3, 4).data(200, 40);

        // When
        int[] channels = method.selector().selectChannels(data, SETTINGS, TrainingListener.NONE);

        // Then
        assertThat(channels)
                .isEqualTo(method.selector()
                        .select(data, SETTINGS, TrainingListener.NONE)
                        .model()
                        .channels());
    }

    private static TrainingData excluding(TrainingData data, int... ofGroup) {
        List<Channel> channels = new ArrayList<>();
        for (int c = 0; c < data.channelCount(); c++) {
            int position = c % PlantedTwins.GROUP;
            boolean out = IntStream.of(ofGroup).anyMatch(excluded -> excluded == position);
            channels.add(new Channel(
                    data.channels().get(c).getName(), "", 1.0, out ? ChannelRole.EXCLUDED : ChannelRole.CANDIDATE));
        }
        return new TrainingData(data.train(), data.validation(), channels);
    }
}
