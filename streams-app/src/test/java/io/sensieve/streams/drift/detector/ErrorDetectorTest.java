package io.sensieve.streams.drift.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.Detection;
import io.sensieve.ErrorSummary;
import io.sensieve.codec.AvroCodec;
import io.sensieve.streams.state.ErrorBlock;
import io.sensieve.streams.state.ErrorBucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Streams with a planted truth: log-normal errors of mean 1 and standard deviation 0.4, in blocks of 32. */
class ErrorDetectorTest {
    private static final int BLOCK = 32;
    private static final double SPREAD = 0.4;
    private static final double RANGE = 1 + 4 * SPREAD;
    private static final double ERROR_DRIFT = 1.5;
    private static final DetectorSettings SETTINGS = new DetectorSettings(true, 1e-5, 1.05);
    private static final ErrorSummary VALIDATION = validation(1, SPREAD);

    private ErrorDetector detector = new ErrorDetector(SETTINGS, VALIDATION, ERROR_DRIFT);

    @Test
    void shouldFindNothingWhenTheErrorIsConstant() {
        // When
        List<Integer> found = play(3, 0, 1_000_000, i -> 1);

        // Then
        assertThat(found).isEmpty();
        assertThat(detector.since()).isEmpty();
    }

    @Test
    void shouldLocateARiseWithinFewRecordsWhenItIsAbrupt() {
        // When
        List<Integer> found = play(4, 0, 21_000, i -> i < 20_000 ? 1 : 1.5);

        // Then
        assertThat(found).isNotEmpty();
        assertThat(found.get(0)).isBetween(20_000, 20_200);
        assertThat(detector.since())
                .hasValueSatisfying(since -> assertThat(since).isBetween(19_900L, 20_064L));
        assertThat(detector.detection().getBefore()).isCloseTo(1, within(0.05));
        assertThat(detector.detection().getAfter()).isBetween(1.4, 1.6);
        assertThat(detector.detection().getStatistic()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void shouldFindARiseWhenItIsGradual() {
        // When
        List<Integer> found = play(5, 0, 20_000, i -> 1 + Math.min(1, Math.max(0, i - 10_000) / 5_000.0));

        // Then
        assertThat(found).isNotEmpty();
        assertThat(found.get(0)).isBetween(10_500, 13_000);
        assertThat(detector.detection().getBefore()).isCloseTo(1, within(0.1));
    }

    @Test
    void shouldFindNothingWhenTheErrorFalls() {
        assertThat(play(6, 0, 20_000, i -> i < 10_000 ? 1 : 0.6)).isEmpty();
    }

    @Test
    void shouldFindTheSecondRiseWhenTheFirstWasCleared() {
        // Given
        play(7, 0, 11_000, i -> i < 10_000 ? 1 : 1.6);
        assertThat(detector.hasRisen()).isTrue();
        play(8, 11_000, 21_000, i -> 1);
        detector.clear();

        // When
        List<Integer> quiet = play(9, 21_000, 40_000, i -> 1);
        List<Integer> found = play(10, 40_000, 41_000, i -> 1.6);

        // Then
        assertThat(quiet).isEmpty();
        assertThat(found).isNotEmpty();
        assertThat(detector.since())
                .hasValueSatisfying(since -> assertThat(since).isBetween(39_900L, 40_064L));
    }

    @Test
    void shouldFindARiseAtOnceWhenTheErrorIsAtDriftLevelFromTheFirstRecord() {
        // When
        List<Integer> found = play(11, 0, 200, i -> 2);

        // Then
        assertThat(found).isNotEmpty();
        assertThat(detector.since()).hasValue(0L);
    }

    @Test
    void shouldFindNothingWhenTheErrorIsBelowDriftLevelFromTheFirstRecord() {
        assertThat(play(12, 0, 2_000, i -> 1.3)).isEmpty();
    }

    @Test
    void shouldFindNothingWhenARiseDecidesNothing() {
        // Given
        detector = new ErrorDetector(SETTINGS.withoutDecision(), VALIDATION, ERROR_DRIFT);

        // When
        List<Integer> found = play(4, 0, 21_000, i -> i < 20_000 ? 1 : 1.5);

        // Then
        assertThat(found).isEmpty();
        assertThat(detector.detection().getDrifted()).isTrue();
    }

    @Test
    void shouldContinueUnchangedWhenItIsRestoredFromItsState() {
        // Given
        AvroCodec<ErrorBucket> buckets = AvroCodec.of(ErrorBucket.class);
        AvroCodec<Detection> detections = AvroCodec.of(Detection.class);
        play(11, 0, 10_016, i -> i < 10_000 ? 1 : 1.5);
        ErrorDetector whole = detector;
        ErrorDetector restored = ErrorDetector.restore(
                SETTINGS,
                VALIDATION,
                ERROR_DRIFT,
                whole.buckets().stream()
                        .map(bucket -> buckets.decode(buckets.encode(bucket)))
                        .toList(),
                detections.decode(detections.encode(whole.detection())));

        // When
        List<Integer> expected = play(12, 10_016, 10_500, i -> 1.5);
        detector = restored;
        List<Integer> found = play(12, 10_016, 10_500, i -> 1.5);

        // Then
        assertThat(expected).isNotEmpty();
        assertThat(found).isEqualTo(expected);
        assertThat(restored.detection()).isEqualTo(whole.detection());
        assertThat(restored.buckets()).isEqualTo(whole.buckets());
    }

    @Test
    void shouldFollowThePaperWhenItComparesTwoParts() {
        // Given: validation rows of the same mean and standard deviation as the first records
        ErrorSummary validation = validation(0.4, 0.1);
        detector = new ErrorDetector(new DetectorSettings(true, 0.002, 1), validation, ERROR_DRIFT);
        alternate(512, 0.3, 0.5, 0);

        // When
        alternate(64, 0.35, 0.55, 512);

        // Then
        double older = 256 + 512;
        double n = older + 64;
        double mean = (older * 0.4 + 64 * 0.45) / n;
        double variance = (older * (0.01 + square(0.4 - mean)) + 64 * (0.01 + square(0.45 - mean))) / (n - 1);
        double confidence = Math.log(2 * Math.log(n) / 0.002);
        double inverse = 1 / older + 1 / 64.0;
        double range = 0.4 + 4 * 0.1;
        double cut = Math.sqrt(2 * inverse * variance * confidence) + 2 / 3.0 * inverse * range * confidence;
        assertThat(detector.detection().getStatistic()).isCloseTo(0.05 / cut, within(1e-6));
        assertThat(detector.detection().getDrifted()).isFalse();
    }

    private void alternate(int records, double low, double high, int time) {
        for (int i = 0; i < records; i += BLOCK) {
            detector.add(new ErrorBlock(BLOCK, 16 * (low + high), 16 * (low * low + high * high), (long) time + i));
        }
    }

    private static double square(double value) {
        return value * value;
    }

    private static ErrorSummary validation(double mean, double sd) {
        return new ErrorSummary(1_000L, mean, sd, mean, 1.7, 2.2, 9.0);
    }

    /** Returns the indices of the records after which the error has risen. */
    private List<Integer> play(long seed, int from, int to, IntToDoubleFunction mean) {
        Random random = new Random(seed);
        double sigma = Math.sqrt(Math.log(1 + SPREAD * SPREAD));
        List<Integer> risen = new ArrayList<>();
        for (int start = from; start < to; start += BLOCK) {
            int count = Math.min(to, start + BLOCK) - start;
            double sum = 0;
            double squares = 0;
            for (int i = start; i < start + count; i++) {
                double error = Math.min(
                        RANGE, mean.applyAsDouble(i) * Math.exp(sigma * random.nextGaussian() - sigma * sigma / 2));
                sum += error;
                squares += error * error;
            }
            detector.add(new ErrorBlock(count, sum, squares, (long) start));
            if (detector.hasRisen()) {
                risen.add(start + BLOCK);
            }
        }
        return risen;
    }
}
