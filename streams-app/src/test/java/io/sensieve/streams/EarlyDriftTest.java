package io.sensieve.streams;

import static io.sensieve.streams.testing.SensieveTestDriver.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.AttributedChannel;
import io.sensieve.DriftReport;
import io.sensieve.Requester;
import io.sensieve.RetrainRequest;
import io.sensieve.Verdict;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Drift that is reported before its window ends, because the error has risen. */
@NullUnmarked
class EarlyDriftTest extends DriftStreamFixture {
    @Test
    void shouldRequestRetrainBeforeTheWindowEndsWhenTheErrorRisesAbruptly() {
        // Given
        play(90, row -> row);
        assertThat(requests).isEmpty();
        Instant changed = time;

        // When
        play(5, DriftStreamFixture::withLowerGain);

        // Then
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.getRequestedBy()).isEqualTo(Requester.DRIFT);
            assertThat(request.getSince()).isBetween(changed.minusSeconds(1), changed.plusSeconds(1));
            assertThat(request.getFaultyChannels()).isEmpty();
        });
        assertThat(reports).contains(requests.get(0).getEvidence());
    }

    @Test
    void shouldPublishEarlyReportWhenTheErrorRisesAbruptly() {
        // Given
        play(90, row -> row);

        // When
        play(5, DriftStreamFixture::withLowerGain);

        // Then
        DriftReport report = requests.get(0).getEvidence();
        assertThat(report.getEarly()).isTrue();
        assertThat(report.getVerdict()).isEqualTo(Verdict.DRIFT);
        assertThat(report.getRecords()).isLessThan(500);
        assertThat(report.getDetection().getDrifted()).isTrue();
        assertThat(Meters.gauge(pipeline, "sensieve.drift.rise", "layout", "L")).isGreaterThan(1);
    }

    @Test
    void shouldAttributeEarlyDriftToTheReconstructedChannelWhenItsGainDrops() {
        // Given
        play(90, row -> row);

        // When
        play(5, DriftStreamFixture::withLowerGain);

        // Then
        DriftReport report = requests.get(0).getEvidence();
        assertThat(report.getAttribution())
                .extracting(AttributedChannel::getName)
                .containsExactly("c006");
        assertThat(report.getDriftedChannels()).isEqualTo(1);
    }

    @Test
    void shouldReportDriftEarlyWhenTheErrorIsTooHighFromTheFirstRecord() {
        // When
        play(5, DriftStreamFixture::withLowerGain);

        // Then
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.getRequestedBy()).isEqualTo(Requester.DRIFT);
            assertThat(request.getEvidence().getEarly()).isTrue();
        });
    }

    @Test
    void shouldKeepDriftVerdictWithoutSecondRequestWhenTheWindowsEnd() {
        // Given
        play(30, row -> row);

        // When
        play(100, DriftStreamFixture::withLowerGain);

        // Then
        assertThat(requests).hasSize(1);
        assertThat(reports).extracting(DriftReport::getEarly).containsExactly(true, false, false);
        assertThat(reports).extracting(DriftReport::getVerdict).containsOnly(Verdict.DRIFT);
    }

    @Test
    void shouldReportEarlierWindowAsStableWhenItClosesAfterTheDriftAlarm() {
        // Given
        play(60, row -> row);

        // When
        play(65, DriftStreamFixture::withLowerGain);

        // Then
        assertThat(reports).extracting(DriftReport::getEarly).containsExactly(true, false);
        assertThat(reports)
                .extracting(DriftReport::getWindowEnd)
                .containsExactly(START.plusSeconds(120), START.plusSeconds(60));
        assertThat(reports).extracting(DriftReport::getVerdict).containsExactly(Verdict.DRIFT, Verdict.STABLE);
        assertThat(Meters.gauge(pipeline, "sensieve.drift.verdict", "layout", "L"))
                .isEqualTo(2);
    }

    @Test
    void shouldGiveReasonsOnlyInTheEarlyReportWhenAnEarlierWindowClosesAfterwards() {
        // Given
        play(60, row -> row);

        // When
        play(65, DriftStreamFixture::withLowerGain);

        // Then
        assertThat(reports.get(0).getReasons()).singleElement().asString().startsWith("a rise from ");
        assertThat(reports.get(1).getReasons()).isEmpty();
    }

    @Test
    void shouldReturnToStableWhenTheOldDistributionReturns() {
        // Given
        play(90, row -> row);
        play(60, DriftStreamFixture::withLowerGain);
        reports.clear();

        // When
        play(240, row -> row);

        // Then
        DriftReport last = lastReport();
        assertThat(last.getVerdict()).isEqualTo(Verdict.STABLE);
        assertThat(last.getDetection().getDrifted()).isFalse();
        assertThat(requests).hasSize(1);
    }

    @Test
    void shouldRequestRetrainWhenTheErrorRisesGradually() {
        // Given
        play(60, row -> row);
        int before = sent;

        // When
        play(120, row -> {
            row[6] *= (float) Math.max(0.2, 1 - (sent - before) / 5_000.0);
            return row;
        });

        // Then
        assertThat(requests).hasSize(1);
        assertThat(requests.get(0).getSince()).isAfter(START.plusSeconds(59));
    }

    @Test
    void shouldReportDriftOfTheErrorWhenOnlyTheCorrelationChanges() {
        // Given
        play(60, row -> row);

        // When: the distribution of each channel stays the same
        play(5, row -> {
            float[] other = PlantedRecords.row(random);
            row[5] = other[5];
            row[6] = other[6];
            return row;
        });

        // Then
        assertThat(requests).hasSize(1);
        DriftReport report = requests.get(0).getEvidence();
        assertThat(report.getDriftedChannels()).isEqualTo(2);
        assertThat(report.getAttribution())
                .extracting(AttributedChannel::getName)
                .containsExactlyInAnyOrder("c005", "c006");
    }

    /**
     * A channel that is mirrored about its mean keeps its distribution; the errors of the channels that are
     * reconstructed from it show the change.
     */
    @Test
    void shouldAttributeDriftToTheInputOnlyWhenItIsMirrored() {
        // Given
        play(60, row -> row);

        // When
        play(5, row -> {
            row[4] = 1 - row[4];
            return row;
        });

        // Then
        DriftReport report = requests.get(0).getEvidence();
        assertThat(report.getDriftedChannels()).isEqualTo(3);
        assertThat(report.getAttribution())
                .extracting(AttributedChannel::getName)
                .containsExactly("c004");
    }

    /** Records from before the shift would make the error look smaller than it is. */
    @Test
    void shouldReportErrorOfShiftedRecordsOnlyWhenTheErrorRises() {
        // Given
        play(90, row -> row);

        // When
        shiftWithinPartialSum();

        // Then
        DriftReport report = requests.get(0).getEvidence();
        assertThat(report.getEarly()).isTrue();
        double expected = shiftedError();
        assertThat(report.getErrorMean()).isCloseTo(expected, within(0.25 * expected));
        assertThat(report.getErrorRatio()).isGreaterThan(1.15);
    }

    @Test
    void shouldGiveErrorAndAttributionAsReasonOfTheRetrainWhenTheErrorRises() {
        // Given
        play(90, row -> row);

        // When
        shiftWithinPartialSum();

        // Then
        RetrainRequest request = requests.get(0);
        DriftReport report = request.getEvidence();
        assertThat(request.getReason())
                .startsWith(String.format(
                        Locale.ROOT,
                        "error %.2f times that of the validation rows in %d records; a rise from ",
                        report.getErrorRatio(),
                        report.getRecords()))
                .contains("; channels with an error at drift level: 1; attributed to c006");
    }

    /** Changes the records after the first 70, in the middle of a partial sum. */
    private void shiftWithinPartialSum() {
        int before = sent;
        play(6, row -> sent - before < 70 ? row : withLowerGain(row));
    }

    /** Mean error of windows in which all records are shifted. */
    private double shiftedError() {
        reports.clear();
        play(150, DriftStreamFixture::withLowerGain);
        return lastReport().getErrorMean();
    }
}
