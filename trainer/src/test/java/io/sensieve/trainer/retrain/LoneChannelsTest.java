package io.sensieve.trainer.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.trainer.fixture.TestSamples;
import io.sensieve.trainer.learn.PlantedChannels;
import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.TrainedSelection;
import io.sensieve.trainer.publish.KeptVersion;
import io.sensieve.trainer.request.RetrainCause;
import io.sensieve.trainer.retrain.TrainingResult.Needless;
import io.sensieve.trainer.retrain.TrainingResult.Trained;
import io.sensieve.trainer.window.WindowSample;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** 5 sources with 3 echoes each, K = 5. */
class LoneChannelsTest {
    private static final TrainSettings SETTINGS = TrainSettings.of(5).withDecoder(d -> d.withEpochs(20));

    private final PlantedChannels planted = new PlantedChannels(5, 3, 4);
    private final TrainedSelection first = SelectionMethod.CSS
            .selector()
            .select(
                    new TrainingData(planted.rows(600), planted.rows(150), planted.channels()),
                    SETTINGS,
                    TrainingListener.NONE);
    private final int selected = first.model().channels()[0];
    private final int reconstructed = IntStream.range(0, planted.channelCount())
            .filter(channel -> Arrays.stream(first.model().channels()).noneMatch(each -> each == channel))
            .findFirst()
            .orElseThrow();

    @Test
    void shouldKeepTheChannelsWhenOneThatIsNotSelectedBecomesNoise() {
        // When
        Trained found = (Trained) run(noisy(reconstructed), List.of());

        // Then
        assertThat(found.channels().changed()).containsExactly(reconstructed);
        assertThat(found.selection().model().channels()).isEqualTo(first.model().channels());
    }

    @Test
    void shouldTrainNothingWhenSuchAChannelChangesAgain() {
        // When
        TrainingResult result = run(noisy(reconstructed), List.of(reconstructed));

        // Then
        String name = planted.channels().get(reconstructed).getName();
        assertThat(result)
                .isInstanceOfSatisfying(
                        Needless.class,
                        needless -> assertThat(needless.reason()).contains(name).contains("worn or loose"));
    }

    @Test
    void shouldKeepASelectedChannelWhenItsUnitChanges() {
        // When
        Trained found = (Trained) run(rescaled(selected), List.of());

        // Then
        assertThat(found.channels().changed()).containsExactly(selected);
        assertThat(found.channels().faulty()).isEmpty();
        assertThat(found.selection().model().channels()).isEqualTo(first.model().channels());
    }

    @Test
    void shouldReplaceASelectedChannelWhenItChangesAgain() {
        // When
        Trained found = (Trained) run(rescaled(selected), List.of(selected));

        // Then
        assertThat(found.channels().faulty()).containsExactly(selected);
        assertThat(found.selection().model().channels()).doesNotContain(selected);
    }

    private TrainingResult run(WindowSample sample, List<Integer> changedLately) {
        KeptVersion champion = TestSamples.version(1, first);
        return new ChallengerTraining(
                        SelectionMethod.CSS.selector(), SETTINGS, new ChallengerGate(0.03, 0.02), TrainingListener.NONE)
                .run(new TrainingJob(
                        new TrainingOrder("a", RetrainCause.DRIFT, Optional.empty()),
                        sample,
                        planted.channels(),
                        List.of(),
                        changedLately,
                        1,
                        cancelled -> List.of(champion)));
    }

    private WindowSample noisy(int channel) {
        Random random = new Random(5);
        return changed(row -> row[channel] = (float) random.nextGaussian());
    }

    private WindowSample rescaled(int channel) {
        return changed(row -> row[channel] = 3 * row[channel] - 40);
    }

    private WindowSample changed(Consumer<float[]> change) {
        float[][] train = planted.rows(400);
        float[][] heldOut = planted.rows(100);
        Arrays.stream(train).forEach(change);
        Arrays.stream(heldOut).forEach(change);
        return TestSamples.of(planted.rows(300), train, heldOut);
    }
}
