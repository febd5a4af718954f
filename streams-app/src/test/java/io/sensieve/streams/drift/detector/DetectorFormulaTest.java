package io.sensieve.streams.drift.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.streams.state.ErrorBucket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Statistics of the detectors against values that were computed by hand. */
class DetectorFormulaTest {
    @Test
    void shouldAddUpTheExcessOverMeanAndToleranceWhenPageHinkleyReceivesErrors() {
        // Given
        PageHinkley test = new PageHinkley(0.5, 100, 1, 0.5);

        // When
        test.add(4, 4 * 2, 0, 10);
        test.add(4, 4 * 2, 0, 20);

        // Then
        double first = 4 * ((2 - 1) / 0.5 - 0.5);
        double mean = (64 * 1 + 4 * 2) / 68.0;
        double second = 4 * ((2 - mean) / 0.5 - 0.5);
        assertThat(test.evidence().getStatistic()).isCloseTo(first + second, within(1e-9));
        assertThat(test.evidence().getAfter()).isEqualTo(2);
        assertThat(test.isSuspicious()).isTrue();
    }

    @Test
    void shouldFollowThePaperWhenAdwinComparesTwoHalves() {
        // Given
        Adwin adwin = new Adwin(0.002, 1);
        alternate(adwin, 512, 0.3, 0.5, 0);

        // When
        alternate(adwin, 64, 0.35, 0.55, 512);

        // Then
        double n = 576;
        double variance = (512 * (0.01 + square(0.4 - MEAN)) + 64 * (0.01 + square(0.45 - MEAN))) / (n - 1);
        double confidence = Math.log(2 * Math.log(n) / 0.002);
        double inverse = 1 / 512.0 + 1 / 64.0;
        double cut = Math.sqrt(2 * inverse * variance * confidence) + 2 / 3.0 * inverse * confidence;
        assertThat(adwin.evidence().getStatistic()).isCloseTo(0.05 / cut, within(1e-6));
        assertThat(adwin.hasAlarm()).isFalse();
    }

    private static final double MEAN = (512 * 0.4 + 64 * 0.45) / 576;

    @Test
    void shouldFollowBernsteinsInequalityWhenItComparesTwoHalves() {
        // Given
        BernsteinDetector test = new BernsteinDetector(0.01, 1);
        alternate(test, 512, 0.3, 0.5, 0);

        // When
        alternate(test, 64, 0.35, 0.55, 512);

        // Then
        double k = Math.sqrt(64) / (Math.sqrt(512) + Math.sqrt(64));
        double older = 0.01 * 512 / 511;
        double newer = 0.01 * 64 / 63;
        double a = 512 * square(k * 0.05) / (2 * (older + k * 0.05 * 0.4 / 3));
        double b = 64 * square((1 - k) * 0.05) / (2 * (newer + (1 - k) * 0.05 * 0.6 / 3));
        assertThat(test.evidence().getStatistic()).isCloseTo(-Math.log(Math.exp(-a) + Math.exp(-b)), within(1e-6));
        int buckets = test.state().getBuckets().size();
        assertThat(test.evidence().getThreshold()).isCloseTo(Math.log(100) + Math.log(18 * 19 * buckets), within(1e-9));
    }

    @Test
    void shouldHoldBucketsOfDoublingSizesWhenBlocksAreMany() {
        // Given
        ErrorWindow window = new ErrorWindow(List.of());

        // When
        for (int i = 0; i < 100_000; i++) {
            window.add(32, 32, 40, i);
        }

        // Then
        assertThat(window.total().count()).isEqualTo(3_200_000);
        assertThat(window.total().mean()).isEqualTo(1);
        assertThat(window.buckets()).hasSizeBetween(50, 90);
        assertThat(window.buckets()).extracting(ErrorBucket::getTime).isSorted();
        assertThat(window.buckets().get(0).getTime()).isZero();
    }

    @Test
    void shouldRaiseTheVarianceByTheDesignEffectWhenRecordsAreDependent() {
        // Given: all records of a block are equal
        BlockMoments moments = BlockMoments.NONE;
        for (int i = 0; i < 1_000; i++) {
            double value = i % 2;
            moments = moments.plus(new ErrorBucket(0, 1L, 32L, 32 * value, 32 * value, 32 * value, 0L));
        }

        // When, Then
        assertThat(moments.inflation()).isCloseTo(32, within(0.1));
    }

    private static void alternate(ErrorDetector detector, int records, double low, double high, int time) {
        for (int i = 0; i < records; i += 32) {
            detector.add(32, 16 * (low + high), 16 * (low * low + high * high), time + i);
        }
    }

    private static double square(double value) {
        return value * value;
    }
}
