package io.sensieve.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.DriftReport;
import io.sensieve.Requester;
import io.sensieve.Verdict;
import io.sensieve.topic.Topics;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Verdicts of successive windows and the retrain requests that follow from them. */
@NullUnmarked
class DriftVerdictTest extends DriftWindowFixture {
    @Test
    void shouldGiveStableVerdictWhenNothingHasChanged() {
        // When
        DriftReport report = playWindow(row -> row);

        // Then
        assertThat(report.getVerdict()).isEqualTo(Verdict.STABLE);
        assertThat(report.getDriftedChannels()).isZero();
        assertThat(report.getAttribution()).isEmpty();
        assertThat(pipeline.values(Topics.RETRAIN_REQUESTS)).isEmpty();
    }

    @Test
    void shouldReportErrorNearTheReferenceWhenNothingHasChanged() {
        // When
        DriftReport report = playWindow(row -> row);

        // Then
        assertThat(report.getErrorRatio()).isCloseTo(1, within(0.1));
        assertThat(report.getErrorScore()).isCloseTo(0, within(0.4));
    }

    @Test
    void shouldRequestNoRetrainWhenOnlyOneWindowDrifts() {
        // When
        DriftReport report = playWindow(DriftWindowFixture::changed);

        // Then
        assertThat(report.getVerdict()).isEqualTo(Verdict.WARNING);
        assertThat(pipeline.values(Topics.RETRAIN_REQUESTS)).isEmpty();
    }

    @Test
    void shouldRequestRetrainWhenTwoWindowsInARowDrift() {
        // Given
        playWindow(row -> row);
        DriftReport first = playWindow(DriftWindowFixture::changed);

        // When
        DriftReport second = playWindow(DriftWindowFixture::changed);

        // Then
        assertThat(List.of(first.getVerdict(), second.getVerdict())).containsExactly(Verdict.WARNING, Verdict.DRIFT);
        assertThat(pipeline.values(Topics.RETRAIN_REQUESTS)).singleElement().satisfies(request -> {
            assertThat(request.getLayout()).isEqualTo("L");
            assertThat(request.getRequestedBy()).isEqualTo(Requester.DRIFT);
            assertThat(request.getSelectionVersion()).isEqualTo(1);
            assertThat(request.getSince()).isEqualTo(first.getWindowEnd());
            assertThat(request.getEvidence()).isEqualTo(second);
            assertThat(request.getReason()).isNotBlank();
        });
        assertThat(Meters.gauge(pipeline, "sensieve.drift.verdict", "layout", "L"))
                .isEqualTo(2);
    }

    @Test
    void shouldRequestNoSecondRetrainWhenAThirdWindowDrifts() {
        // Given
        playWindow(row -> row);
        playWindow(DriftWindowFixture::changed);
        playWindow(DriftWindowFixture::changed);
        assertThat(pipeline.values(Topics.RETRAIN_REQUESTS)).hasSize(1);

        // When
        DriftReport third = playWindow(DriftWindowFixture::changed);

        // Then
        assertThat(third.getVerdict()).isEqualTo(Verdict.DRIFT);
        assertThat(pipeline.values(Topics.RETRAIN_REQUESTS)).isEmpty();
        assertThat(Meters.gauge(pipeline, "sensieve.drift.verdict", "layout", "L"))
                .isEqualTo(2);
    }

    @Test
    void shouldRequestRetrainAgainWhenSameVersionStillDriftsAfterTheRepeatInterval() {
        // Given
        playWindow(DriftWindowFixture::changed);
        playWindow(DriftWindowFixture::changed);
        pipeline.values(Topics.RETRAIN_REQUESTS);

        // When
        pipeline.advance(Duration.ofMinutes(10));
        playWindow(DriftWindowFixture::changed);

        // Then
        assertThat(pipeline.values(Topics.RETRAIN_REQUESTS)).hasSize(1);
    }

    @Test
    void shouldReturnToStableWhenTwoWindowsInARowAreStable() {
        // Given
        playWindow(DriftWindowFixture::changed);
        playWindow(DriftWindowFixture::changed);

        // When
        Verdict first = playWindow(row -> row).getVerdict();
        Verdict second = playWindow(row -> row).getVerdict();

        // Then
        assertThat(List.of(first, second)).containsExactly(Verdict.DRIFT, Verdict.STABLE);
    }

    @Test
    void shouldResetVerdictWhenANewSelectionIsPublished() {
        // Given
        playWindow(DriftWindowFixture::changed);
        playWindow(DriftWindowFixture::changed);

        // When
        pipeline.publish(PlantedRecords.selection("L", 2));
        DriftReport report = playWindow(row -> row);

        // Then
        assertThat(report.getSelectionVersion()).isEqualTo(2);
        assertThat(report.getVerdict()).isEqualTo(Verdict.STABLE);
    }
}
