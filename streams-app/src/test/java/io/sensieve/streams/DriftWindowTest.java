package io.sensieve.streams;

import static io.sensieve.streams.testing.SensieveTestDriver.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.DriftReport;
import io.sensieve.codec.AvroCodec;
import io.sensieve.streams.state.DriftPartial;
import io.sensieve.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Assignment of records to event-time windows, the end of a window, and late records. */
@NullUnmarked
class DriftWindowTest extends DriftWindowFixture {
    @Test
    void shouldReportBoundsAndRecordsOfTheWindowWhenItIsClosed() {
        // When
        DriftReport report = playWindow(row -> row);

        // Then
        assertThat(report.getRecords()).isEqualTo(RECORDS);
        assertThat(report.getWindowStart()).isEqualTo(START);
        assertThat(report.getWindowEnd()).isEqualTo(START.plus(WINDOW));
        assertThat(report.getOutOfOrderRecords()).isZero();
        assertThat(report.getLateRecords()).isZero();
    }

    @Test
    void shouldNotReportWhenWindowHasTooFewRecords() {
        // When
        send(199, row -> row);
        advance(Duration.ofMinutes(5));

        // Then
        assertThat(pipeline.values(Topics.DRIFT)).isEmpty();
    }

    @Test
    void shouldReportWhenWindowHasTheMinimumOfRecords() {
        // Given
        send(199, row -> row);
        advance(Duration.ofMinutes(5));

        // When
        time = time.plus(WINDOW);
        send(200, row -> row);
        advance(Duration.ofMinutes(5));

        // Then
        assertThat(pipeline.values(Topics.DRIFT)).hasSize(1);
    }

    @Test
    void shouldKeepWindowOpenWhenEventTimeIsWithinItsGrace() {
        // Given
        send(RECORDS, row -> row);

        // When
        time = START.plus(WINDOW).plusMillis(4_999);
        send(1, row -> row);
        advance(Duration.ofSeconds(3));

        // Then
        assertThat(pipeline.values(Topics.DRIFT)).isEmpty();
    }

    @Test
    void shouldCloseWindowWhenEventTimeReachesTheEndOfItsGrace() {
        // Given
        send(RECORDS, row -> row);

        // When
        time = START.plus(WINDOW).plusMillis(5_000);
        send(1, row -> row);
        advance(Duration.ofSeconds(3));

        // Then
        assertThat(pipeline.values(Topics.DRIFT)).hasSize(1);
    }

    @Test
    void shouldCountRecordAsLateWhenItsWindowIsClosed() {
        // Given
        playWindow(row -> row);

        // When
        time = START;
        send(3, row -> row);
        advance(Duration.ofMinutes(5));

        // Then
        assertThat(pipeline.values(Topics.DRIFT)).isEmpty();
        assertThat(Meters.count(pipeline, "sensieve.drift.late.records")).isEqualTo(3);
    }

    @Test
    void shouldReportLateRecordsOnlyOnceWhenTwoWindowsFollow() {
        // Given
        playWindow(row -> row);
        time = START;
        send(3, row -> row);
        advance(Duration.ofMinutes(5));

        // When
        time = START.plus(WINDOW);
        DriftReport next = playWindow(row -> row);
        DriftReport afterNext = playWindow(row -> row);

        // Then
        assertThat(next.getLateRecords()).isEqualTo(3);
        assertThat(afterNext.getLateRecords()).isZero();
    }

    @Test
    void shouldCountRecordsAsLateWhenTheirWindowWasClosedWithTooFewRecords() {
        // Given
        send(199, row -> row);
        advance(Duration.ofMinutes(2));

        // When
        send(RECORDS, row -> row);
        advance(Duration.ofMinutes(2));

        // Then
        assertThat(pipeline.values(Topics.DRIFT)).isEmpty();
        assertThat(Meters.count(pipeline, "sensieve.drift.unjudged.records")).isEqualTo(199);
        assertThat(Meters.count(pipeline, "sensieve.drift.late.records")).isEqualTo(RECORDS);
    }

    @Test
    void shouldCloseLeastRecentlyUpdatedWindowWhenTooManyAreOpen() {
        // Given
        send(RECORDS, row -> row);
        advance(Duration.ofSeconds(2));
        Instant first = time;

        // When
        for (int i = 0; i < 1_001; i++) {
            time = time.plusSeconds(60);
            send(1, row -> row);
        }

        // Then
        assertThat(pipeline.values(Topics.DRIFT)).singleElement().satisfies(report -> {
            assertThat(report.getWindowStart()).isEqualTo(first);
            assertThat(report.getRecords()).isEqualTo(RECORDS);
        });
    }

    @Test
    void shouldIgnoreRecordWhenItsEventTimeIsTooFarInTheFuture() {
        // When
        time = START.plus(Duration.ofHours(24)).plusMillis(1);
        send(RECORDS, row -> row);
        advance(Duration.ofMinutes(5));

        // Then
        assertThat(pipeline.values(Topics.DRIFT)).isEmpty();
        assertThat(pipeline.values(Topics.REDUCED)).hasSize(RECORDS);
    }

    @Test
    void shouldMergeSumsWhenAWindowHasSeveralPartialSums() {
        // When
        for (int i = 0; i < 4; i++) {
            send(RECORDS / 4, row -> row);
            pipeline.advance(Duration.ofSeconds(1));
        }
        advance(Duration.ofMinutes(5));

        // Then
        assertThat(pipeline.values(Topics.DRIFT))
                .singleElement()
                .satisfies(report -> assertThat(report.getRecords()).isEqualTo(RECORDS));
    }

    @Test
    void shouldSkipPartialSumsWhenTheyAreUnusable() {
        // Given
        send(RECORDS, row -> row);

        // When
        TestInputTopic<String, byte[]> partials = partialSums();
        partials.pipeInput("L", partial(2, PlantedRecords.K - 1));
        partials.pipeInput("L", new byte[] {1, 2, 3});
        partials.pipeInput("L", (byte[]) null);
        advance(Duration.ofMinutes(2));

        // Then
        assertThat(pipeline.values(Topics.DRIFT))
                .singleElement()
                .satisfies(report -> assertThat(report.getRecords()).isEqualTo(RECORDS));
        assertThat(Meters.count(pipeline, "sensieve.drift.unjudged.records")).isEqualTo(2);
    }

    private TestInputTopic<String, byte[]> partialSums() {
        return pipeline.driver()
                .createInputTopic(
                        "sensieve-streams-drift-partials-repartition",
                        new StringSerializer(),
                        new ByteArraySerializer());
    }

    /** Encodes a partial sum of {@code records} records and the bins of {@code selected} channels. */
    private static byte[] partial(long records, int selected) {
        return AvroCodec.of(DriftPartial.class)
                .encode(DriftPartial.newBuilder()
                        .setLayout("L")
                        .setSelectionVersion(1)
                        .setWindowStart(START)
                        .setRecords(records)
                        .setErrorRecords(records)
                        .setErrorSum(0)
                        .setMissingCounts(Collections.nCopies(selected, 0L))
                        .setSquaredErrors(Collections.nCopies(PlantedRecords.D, 0.0))
                        .setMeasuredCounts(Collections.nCopies(PlantedRecords.D, 0L))
                        .build());
    }
}
