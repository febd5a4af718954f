package io.sensieve.trainer.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sensieve.trainer.fixture.TestSamples;
import io.sensieve.trainer.learn.PlantedChannels;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.Selector;
import io.sensieve.trainer.metrics.TrainerMeters;
import io.sensieve.trainer.publish.KeptVersions;
import io.sensieve.trainer.request.RetrainCause;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TrainingRunnerTest {

    @Test
    void shouldReturnTheFailureWhenATrainingThrowsAnException() throws Exception {
        // Given
        IllegalArgumentException planted = new IllegalArgumentException("planted");
        try (TrainingRunner runner = runner((data, settings, listener) -> {
            throw planted;
        })) {
            // When
            runner.start(job());

            // Then
            assertThat(collect(runner).result()).isEqualTo(new TrainingResult.Failed(planted));
            assertThat(runner.isBusy()).isFalse();
        }
    }

    @Test
    void shouldRethrowTheErrorWhenATrainingThrowsAnError() {
        // Given
        OutOfMemoryError planted = new OutOfMemoryError("planted");
        try (TrainingRunner runner = runner((data, settings, listener) -> {
            throw planted;
        })) {
            // When
            runner.start(job());

            // Then
            assertThatThrownBy(() -> collect(runner)).isSameAs(planted);
        }
    }

    @Test
    void shouldRefuseASecondTrainingWhenOneRuns() {
        // Given
        CountDownLatch release = new CountDownLatch(1);
        try (TrainingRunner runner = runner((data, settings, listener) -> {
            await().atMost(Duration.ofSeconds(30)).until(listener::cancelled);
            release.countDown();
            throw new IllegalStateException("cancelled");
        })) {
            runner.start(job());

            // When / Then
            assertThat(runner.isBusy()).isTrue();
            assertThatThrownBy(() -> runner.start(job())).isInstanceOf(IllegalStateException.class);
        }
        assertThat(release.getCount()).isZero();
    }

    private static FinishedTraining collect(TrainingRunner runner) {
        return await().atMost(Duration.ofSeconds(30))
                .until(runner::collect, Optional::isPresent)
                .orElseThrow();
    }

    private static TrainingRunner runner(Selector selector) {
        return new TrainingRunner(
                selector,
                TrainSettings.of(3),
                new ChallengerGate(0.03, 0.02),
                new TrainerMeters(new SimpleMeterRegistry(), 10));
    }

    private static TrainingJob job() {
        PlantedChannels planted = new PlantedChannels(3, 2, 7);
        return new TrainingJob(
                new TrainingOrder("a", RetrainCause.FIRST_WINDOW, Optional.empty()),
                TestSamples.of(planted.rows(20), planted.rows(5)),
                planted.channels(),
                List.of(),
                List.of(),
                0,
                KeptVersions.NONE);
    }
}
