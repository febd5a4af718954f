package io.sensieve.streams;

import static io.sensieve.streams.testing.SensieveTestDriver.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.AttributedChannel;
import io.sensieve.DriftReport;
import io.sensieve.DriftSignal;
import io.sensieve.Requester;
import io.sensieve.RetrainRequest;
import io.sensieve.Verdict;
import io.sensieve.codec.AvroCodec;
import io.sensieve.streams.state.DriftPartial;
import io.sensieve.streams.testing.SensieveTestDriver;
import io.sensieve.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Windows and what is judged at their end; {@link DriftAtOnceTest} has what does not wait for it. */
@NullUnmarked
class DriftTest {
    private static final Duration WINDOW = Duration.ofSeconds(60);
    private static final int RECORDS = 400;

    private final Random random = new Random(11);

    private SensieveTestDriver pipeline;
    private Instant time;

    @BeforeEach
    void publish() {
        pipeline = SensieveTestDriver.open(Map.of("drift.future.max.ms", "86400000", "drift.detectors.agree", "0"));
        pipeline.publish(PlantedRecords.selection("L", 1));
        time = START;
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void shouldReportStableWindowWhenNothingHasChanged() {
        // When
        DriftReport report = window(row -> row);

        // Then
        assertThat(report.getVerdict()).isEqualTo(Verdict.STABLE);
        assertThat(report.getRecords()).isEqualTo(RECORDS);
        assertThat(report.getWindowStart()).isEqualTo(START);
        assertThat(report.getWindowEnd()).isEqualTo(START.plus(WINDOW));
        assertThat(report.getErrorRatio()).isCloseTo(1, within(0.1));
        assertThat(report.getErrorScore()).isCloseTo(0, within(0.4));
        assertThat(report.getErrorQuantiles().getP50Ratio()).isCloseTo(1, within(0.1));
        assertThat(report.getErrorQuantiles().getP99())
                .isGreaterThan(report.getErrorQuantiles().getP95());
        assertThat(report.getOutOfOrderRecords()).isZero();
        assertThat(report.getLateRecords()).isZero();
        assertThat(report.getPsiMax()).isLessThan(0.1);
        assertThat(report.getDriftedChannels()).isZero();
        assertThat(report.getAttribution()).isEmpty();
        assertThat(pipeline.values(Topics.RETRAIN_REQUESTS)).isEmpty();
    }

    @Test
    void shouldAttributeDriftToSelectedChannelAloneWhenItLosesItsGain() {
        // When
        DriftReport report = window(row -> {
            row[4] *= 0.2f;
            return row;
        });

        // Then
        assertThat(report.getVerdict()).isEqualTo(Verdict.WARNING);
        assertThat(report.getDriftedChannels()).isEqualTo(1);
        assertThat(report.getAttribution()).singleElement().satisfies(channel -> {
            assertThat(channel.getName()).isEqualTo("c004");
            assertThat(channel.getSelected()).isTrue();
            assertThat(channel.getSignal()).isEqualTo(DriftSignal.PSI);
        });
        assertThat(Meters.gauge(pipeline, "sensieve.drift.attribution", "layout", "L", "channel", "c004"))
                .isGreaterThan(1);
    }

    @Test
    void shouldAttributeDriftToReconstructedChannelWhenItLosesItsGain() {
        // When
        DriftReport report = window(row -> {
            row[6] *= 0.2f;
            return row;
        });

        // Then
        assertThat(report.getAttribution()).singleElement().satisfies(channel -> {
            assertThat(channel.getName()).isEqualTo("c006");
            assertThat(channel.getSelected()).isFalse();
            assertThat(channel.getSignal()).isEqualTo(DriftSignal.ERROR);
        });
    }

    @Test
    void shouldAttributeDriftToBothWhenSelectedAndReconstructedChannelsOfDifferentGroupsChange() {
        // When
        DriftReport report = window(row -> {
            row[0] *= 0.3f;
            row[10] += 0.5f;
            return row;
        });

        // Then
        assertThat(report.getAttribution())
                .extracting(AttributedChannel::getName)
                .containsExactlyInAnyOrder("c000", "c010");
    }

    @Test
    void shouldAttributeDriftToAllOfGroupWhenItsCorrelationSwaps() {
        // When
        DriftReport report = window(row -> {
            float kept = row[1];
            row[1] = row[5];
            row[5] = kept;
            return row;
        });

        // Then
        assertThat(report.getAttribution())
                .extracting(AttributedChannel::getName)
                .containsExactlyInAnyOrder("c001", "c005");
    }

    @Test
    void shouldAskForRetrainOnceWhenTwoWindowsInARowDrift() {
        // Given
        window(row -> row);

        // When
        DriftReport atFirst = window(DriftTest::changed);
        Verdict first = atFirst.getVerdict();
        assertThat(pipeline.values(Topics.RETRAIN_REQUESTS)).isEmpty();
        DriftReport second = window(DriftTest::changed);
        List<RetrainRequest> requests = pipeline.values(Topics.RETRAIN_REQUESTS);
        Verdict third = window(DriftTest::changed).getVerdict();

        // Then
        assertThat(List.of(first, second.getVerdict(), third))
                .containsExactly(Verdict.WARNING, Verdict.DRIFT, Verdict.DRIFT);
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.getLayout()).isEqualTo("L");
            assertThat(request.getRequestedBy()).isEqualTo(Requester.DRIFT);
            assertThat(request.getSelectionVersion()).isEqualTo(1);
            assertThat(request.getSince()).isEqualTo(atFirst.getWindowEnd());
            assertThat(request.getEvidence()).isEqualTo(second);
            assertThat(request.getReason()).isNotBlank();
        });
        assertThat(pipeline.values(Topics.RETRAIN_REQUESTS)).isEmpty();
        assertThat(Meters.gauge(pipeline, "sensieve.drift.verdict", "layout", "L"))
                .isEqualTo(2);
    }

    @Test
    void shouldAskAgainWhenSameVersionStillDriftsAfterRepeatTime() {
        // Given
        window(DriftTest::changed);
        window(DriftTest::changed);
        pipeline.values(Topics.RETRAIN_REQUESTS);

        // When
        pipeline.advance(Duration.ofMinutes(10));
        window(DriftTest::changed);

        // Then
        assertThat(pipeline.values(Topics.RETRAIN_REQUESTS)).hasSize(1);
    }

    @Test
    void shouldBeStableAgainWhenAsManyWindowsAreStable() {
        // Given
        window(DriftTest::changed);
        window(DriftTest::changed);

        // When
        Verdict first = window(row -> row).getVerdict();
        Verdict second = window(row -> row).getVerdict();

        // Then
        assertThat(List.of(first, second)).containsExactly(Verdict.DRIFT, Verdict.STABLE);
    }

    @Test
    void shouldStartAfreshWhenNewSelectionComes() {
        // Given
        window(DriftTest::changed);
        window(DriftTest::changed);

        // When
        pipeline.publish(PlantedRecords.selection("L", 2));
        DriftReport report = window(row -> row);

        // Then
        assertThat(report.getSelectionVersion()).isEqualTo(2);
        assertThat(report.getVerdict()).isEqualTo(Verdict.STABLE);
    }

    @Test
    void shouldNotReportWhenWindowHasTooFewRecords() {
        // When
        send(199, row -> row);
        close(Duration.ofMinutes(5));
        assertThat(pipeline.values(Topics.DRIFT)).isEmpty();
        time = time.plus(WINDOW);
        send(200, row -> row);
        close(Duration.ofMinutes(5));

        // Then
        assertThat(pipeline.values(Topics.DRIFT)).hasSize(1);
    }

    @Test
    void shouldCloseWindowWhenEventTimeIsPastItsGrace() {
        // Given
        send(RECORDS, row -> row);
        time = START.plus(WINDOW).plusMillis(4_999);
        send(1, row -> row);
        close(Duration.ofSeconds(3));
        assertThat(pipeline.values(Topics.DRIFT)).isEmpty();

        // When
        time = START.plus(WINDOW).plusMillis(5_000);
        send(1, row -> row);
        close(Duration.ofSeconds(3));

        // Then
        assertThat(pipeline.values(Topics.DRIFT)).hasSize(1);
    }

    @Test
    void shouldCountRecordAsLateWhenItsWindowIsClosed() {
        // Given
        window(row -> row);

        // When
        time = START;
        send(3, row -> row);
        close(Duration.ofMinutes(5));

        // Then
        assertThat(pipeline.values(Topics.DRIFT)).isEmpty();
        assertThat(Meters.count(pipeline, "sensieve.drift.late.records")).isEqualTo(3);
        time = START.plus(WINDOW);
        assertThat(window(row -> row).getLateRecords()).isEqualTo(3);
        assertThat(window(row -> row).getLateRecords()).isZero();
    }

    @Test
    void shouldCountRecordsAsLateWhenTheirWindowWasClosedWithTooFew() {
        // Given
        send(199, row -> row);
        close(Duration.ofMinutes(2));

        // When
        send(RECORDS, row -> row);
        close(Duration.ofMinutes(2));

        // Then
        assertThat(pipeline.values(Topics.DRIFT)).isEmpty();
        assertThat(Meters.count(pipeline, "sensieve.drift.unjudged.records")).isEqualTo(199);
        assertThat(Meters.count(pipeline, "sensieve.drift.late.records")).isEqualTo(RECORDS);
    }

    @Test
    void shouldCloseTheWindowLeftLongestAgoWhenTooManyAreOpen() {
        // Given
        send(RECORDS, row -> row);
        close(Duration.ofSeconds(2));
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
    void shouldGoOnWhenAPartialSumIsUnreadableOrMissingOrItsSketchCorrupt() {
        // Given
        TestInputTopic<String, byte[]> partials = pipeline.driver()
                .createInputTopic(
                        "sensieve-streams-drift-partials-repartition",
                        new StringSerializer(),
                        new ByteArraySerializer());
        send(RECORDS, row -> row);
        byte[] ofOtherChannels = partial(2, PlantedRecords.K - 1, new byte[0]);
        byte[] corrupt = partial(1, PlantedRecords.K, new byte[] {1, 2, 3});

        // When
        partials.pipeInput("L", ofOtherChannels);
        partials.pipeInput("L", new byte[] {1, 2, 3});
        partials.pipeInput("L", (byte[]) null);
        partials.pipeInput("L", corrupt);
        close(Duration.ofMinutes(2));

        // Then
        assertThat(pipeline.values(Topics.DRIFT)).singleElement().satisfies(report -> {
            assertThat(report.getRecords()).isEqualTo(RECORDS + 1);
            assertThat(report.getErrorQuantiles()).isNull();
        });
        assertThat(Meters.count(pipeline, "sensieve.drift.unjudged.records")).isEqualTo(2);
    }

    @Test
    void shouldStayStableAndAttributeNothingWhenSomeRecordsAreAbsurd() {
        // When
        for (float value : new float[] {Float.MAX_VALUE, 1e9f}) {
            float[] absurd = PlantedRecords.row(random);
            absurd[1] = value;
            absurd[4] = -value;
            pipeline.send("mad", "L", time, absurd);
        }
        DriftReport report = window(row -> row);

        // Then
        assertThat(report.getVerdict()).isEqualTo(Verdict.STABLE);
        assertThat(report.getErrorRatio()).isLessThan(1.2);
        assertThat(report.getAttribution()).isEmpty();
    }

    @Test
    void shouldAttributeDriftToTheChangedChannelsWhenOneOfItsRecordsIsAbsurd() {
        // When
        float[] absurd = PlantedRecords.row(random);
        absurd[1] = 1e9f;
        pipeline.send("mad", "L", time, absurd);
        DriftReport report = window(row -> {
            row[5] += 1;
            return row;
        });

        // Then
        assertThat(report.getAttribution())
                .extracting(AttributedChannel::getIndex)
                .containsExactly(5);
    }

    @Test
    void shouldLeaveRecordOutWhenItIsTooFarAhead() {
        // When
        time = START.plus(Duration.ofHours(24)).plusMillis(1);
        send(RECORDS, row -> row);
        close(Duration.ofMinutes(5));

        // Then
        assertThat(pipeline.values(Topics.DRIFT)).isEmpty();
        assertThat(pipeline.values(Topics.REDUCED)).hasSize(RECORDS);
    }

    @Test
    void shouldMergeSumsWhenTheyComeInSeveralPortions() {
        // When
        for (int i = 0; i < 4; i++) {
            send(RECORDS / 4, row -> row);
            pipeline.advance(Duration.ofSeconds(1));
        }
        close(Duration.ofMinutes(5));

        // Then
        assertThat(pipeline.values(Topics.DRIFT))
                .singleElement()
                .satisfies(report -> assertThat(report.getRecords()).isEqualTo(RECORDS));
    }

    @Test
    void shouldRemoveMetersWhenChannelIsNoLongerAttributed() {
        // Given
        window(DriftTest::changed);
        assertThat(pipeline.meters().scrape()).contains("sensieve_drift_attribution{");

        // When
        window(row -> row);

        // Then
        assertThat(pipeline.meters().scrape()).doesNotContain("sensieve_drift_attribution{");
    }

    private static float[] changed(float[] row) {
        row[0] *= 0.2f;
        row[5] += 1;
        return row;
    }

    /** Plays one window and returns its report. */
    private DriftReport window(UnaryOperator<float[]> change) {
        send(RECORDS, change);
        time = time.plus(WINDOW);
        close(Duration.ofMinutes(2));
        List<DriftReport> reports = pipeline.values(Topics.DRIFT);
        assertThat(reports).hasSize(1);
        return reports.get(0);
    }

    private void send(int records, UnaryOperator<float[]> change) {
        for (int i = 0; i < records; i++) {
            pipeline.send("d", "L", time, change.apply(PlantedRecords.row(random)));
        }
    }

    private void close(Duration wallClock) {
        for (long i = 0; i < wallClock.toSeconds(); i++) {
            pipeline.advance(Duration.ofSeconds(1));
        }
    }

    private static byte[] partial(long records, int selected, byte[] sketch) {
        return AvroCodec.of(DriftPartial.class)
                .encode(DriftPartial.newBuilder()
                        .setLayout("L")
                        .setSelectionVersion(1)
                        .setWindowStart(START)
                        .setRecords(records)
                        .setErrorRecords(records)
                        .setErrorSum(0)
                        .setBinCounts(Collections.nCopies(selected * 11, 0L))
                        .setSquaredErrors(Collections.nCopies(PlantedRecords.D, 0.0))
                        .setMeasuredCounts(Collections.nCopies(PlantedRecords.D, 0L))
                        .setErrorHistogram(ByteBuffer.wrap(sketch))
                        .build());
    }
}
