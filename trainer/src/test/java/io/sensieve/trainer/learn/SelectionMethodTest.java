package io.sensieve.trainer.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.LogitTransform;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.TrainedSelection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SelectionMethodTest {
    private static final int SOURCES = 5;
    private static final TrainSettings SETTINGS =
            TrainSettings.of(SOURCES).withSearch(s -> s.withEpochs(40)).withDecoder(d -> d.withEpochs(5));

    private final PlantedChannels planted = new PlantedChannels(SOURCES, 3, 7);

    @ParameterizedTest
    @EnumSource
    void shouldSelectKDistinctChannelsAndBeatTheMean(SelectionMethod method) {
        // When
        TrainedSelection found = method.selector().select(planted.data(), SETTINGS, TrainingListener.NONE);

        // Then
        assertThat(found.method()).isEqualTo(method.label());
        assertThat(found.model().channels())
                .hasSize(SOURCES)
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(found.validation().error().getMean())
                .isLessThan(found.validation().error().getPredictMean());
    }

    @ParameterizedTest
    @EnumSource(names = {"IP_CAE", "CSS", "QR", "STG"})
    void shouldFindOneChannelOfEachSourceWhenSourcesArePlanted(SelectionMethod method) {
        // When
        TrainedSelection found = method.selector().select(planted.data(), SETTINGS, TrainingListener.NONE);

        // Then
        assertThat(IntStream.of(found.model().channels()).map(planted::sourceOf))
                .containsExactly(0, 1, 2, 3, 4);
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARED", "DIAGONAL", "SCALAR"})
    void shouldBeatTheMeanByFarWithEveryTransform(LogitTransform transform) {
        // When
        TrainedSelection found = SelectionMethod.IP_CAE
                .selector()
                .select(
                        planted.data(),
                        SETTINGS.withConcrete(c -> c.withTransform(transform)).withSearch(s -> s.withEpochs(60)),
                        TrainingListener.NONE);

        // Then
        assertThat(found.run().settings().asMap()).containsEntry("transform", transform.label());
        assertThat(found.validation().error().getMean())
                .isLessThan(0.7 * found.validation().error().getPredictMean());
    }

    @ParameterizedTest
    @EnumSource
    void shouldHonourRoles(SelectionMethod method) {
        // Given
        TrainingData data = planted.data();
        List<Channel> channels = new ArrayList<>(data.channels());
        channels.set(2, role(channels.get(2), ChannelRole.REQUIRED));
        channels.set(0, role(channels.get(0), ChannelRole.EXCLUDED));

        // When
        TrainedSelection found = method.selector()
                .select(
                        new TrainingData(data.train(), data.validation(), channels),
                        SETTINGS.withSearch(s -> s.withEpochs(5)),
                        TrainingListener.NONE);

        // Then
        assertThat(found.model().channels()).hasSize(SOURCES).contains(2).doesNotContain(0);
    }

    @Test
    void shouldSelectDistinctChannelsWhenTheDivergenceOfRowsIsRewarded() {
        // Given
        TrainSettings settings = SETTINGS.withSearch(s -> s.withEpochs(30));

        // When
        double plain = uniqueAfterTheFirstHalf(settings);
        double rewarded = uniqueAfterTheFirstHalf(settings.withConcrete(c -> c.withGjsd(1)));

        // Then
        assertThat(rewarded).isGreaterThanOrEqualTo(plain);
        assertThat(rewarded).isEqualTo(100);
    }

    private double uniqueAfterTheFirstHalf(TrainSettings settings) {
        TrainedSelection found = SelectionMethod.CAE.selector().select(planted.data(), settings, TrainingListener.NONE);
        return found.run().curve().get(settings.search().epochs() / 2).uniquePercentage();
    }

    @Test
    void shouldNameTheMethodsWhenALabelIsUnknown() {
        // When / Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SelectionMethod.of("magic"))
                .withMessageContaining("magic")
                .withMessageContaining(Arrays.stream(SelectionMethod.values())
                        .map(SelectionMethod::label)
                        .toList()
                        .toString());
    }

    private static Channel role(Channel channel, ChannelRole role) {
        return new Channel(channel.getName(), channel.getUnit(), channel.getCost(), role);
    }
}
