package io.sensieve.streams.drift.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.ErrorQuantiles;
import io.sensieve.ErrorSummary;
import io.sensieve.streams.drift.window.WindowSums;
import io.sensieve.streams.state.DriftPartial;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorSketchTest {
    private static final double MEAN = 0.004;
    private static final ErrorSummary VALIDATION = new ErrorSummary(100L, MEAN, 0.001, 0.003, 0.006, 0.009, 0.01);

    @ParameterizedTest
    @ValueSource(doubles = {MEAN / 100, MEAN, 2 * MEAN, 20 * MEAN})
    void shouldReportQuantilesWithinItsPrecisionWhenErrorsAreOfAnySize(double median) {
        // Given
        double[] errors = errors(median, 5_000);

        // When
        ErrorQuantiles quantiles = Objects.requireNonNull(sketch(errors).quantiles(VALIDATION));

        // Then
        Arrays.sort(errors);
        assertThat(quantiles.getP50()).isCloseTo(errors[2_499], within(errors[2_499] * ErrorSketch.PRECISION));
        assertThat(quantiles.getP95()).isCloseTo(errors[4_749], within(errors[4_749] * ErrorSketch.PRECISION));
        assertThat(quantiles.getP99()).isCloseTo(errors[4_949], within(errors[4_949] * ErrorSketch.PRECISION));
        assertThat(quantiles.getP50Ratio()).isEqualTo(quantiles.getP50() / 0.003);
        assertThat(quantiles.getP95Ratio()).isEqualTo(quantiles.getP95() / 0.006);
        assertThat(quantiles.getP99Ratio()).isEqualTo(quantiles.getP99() / 0.009);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.004", "4e-9, 0.004", "7.8125e-6, 0.004", "4.09, 0.004", "0, 0", "1e-12, 0"})
    void shouldBeWithinItsPrecisionOrAUnitWhenAnErrorIsAtAnEndOfItsRange(double error, double mean) {
        // Given
        double unit = ErrorSketch.unit(new ErrorSummary(1L, mean, 0.0, 0.0, 0.0, 0.0, 0.0));
        ErrorSketch sketch = new ErrorSketch();

        // When
        sketch.add(error, unit);

        // Then
        assertThat(sketch.quantile(1, unit)).isCloseTo(error, within(Math.max(error * ErrorSketch.PRECISION, unit)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1_024 * MEAN, 1e9, Float.MAX_VALUE})
    void shouldLimitAnErrorWhenItExceedsTheMaximum(double error) {
        // Given
        double unit = ErrorSketch.unit(VALIDATION);
        ErrorSketch sketch = new ErrorSketch();

        // When
        sketch.add(error, unit);

        // Then
        assertThat(sketch.quantile(1, unit)).isBetween(1_019 * MEAN, 1_024 * MEAN);
    }

    @Test
    void shouldBeTheSameToTheByteWhenPartsAreAddedInAnyOrder() {
        // Given
        double[] errors = errors(MEAN, 3_000);
        List<DriftPartial> parts = List.of(
                partial(Arrays.copyOfRange(errors, 0, 10)),
                partial(Arrays.copyOfRange(errors, 10, 1_500)),
                partial(Arrays.copyOfRange(errors, 1_500, 3_000)));

        // When
        DriftPartial forwards = WindowSums.add(WindowSums.add(parts.get(0), parts.get(1)), parts.get(2));
        DriftPartial backwards = WindowSums.add(parts.get(2), WindowSums.add(parts.get(1), parts.get(0)));

        // Then
        assertThat(forwards.getErrorHistogram()).isEqualTo(sketch(errors).toBytes());
        assertThat(backwards.getErrorHistogram()).isEqualTo(sketch(errors).toBytes());
        assertThat(forwards.getErrorHistogram().remaining()).isLessThan(2_000);
    }

    @Test
    void shouldReportNoQuantilesWhenNotEveryErrorIsKnown() {
        // Given
        DriftPartial known = partial(errors(MEAN, 10));
        DriftPartial ofFormerRelease = partial(5, new byte[0]);

        // When
        DriftPartial sums = WindowSums.add(WindowSums.add(known, ofFormerRelease), known);

        // Then
        assertThat(sums.getErrorRecords()).isEqualTo(25);
        assertThat(ErrorSketch.of(known).quantiles(VALIDATION)).isNotNull();
        assertThat(ErrorSketch.of(ofFormerRelease).quantiles(VALIDATION)).isNull();
        assertThat(ErrorSketch.of(sums).quantiles(VALIDATION)).isNull();
        assertThat(ErrorSketch.of(partial(new double[0])).quantiles(VALIDATION)).isNull();
    }

    @Test
    void shouldGiveNoQuantilesWhenBytesAreCorrupt() {
        // Given
        DriftPartial good = partial(errors(MEAN, 1_000));
        byte[] bytes = good.getErrorHistogram().array();
        Random random = new Random(3);

        for (int i = 0; i < 20_000; i++) {
            byte[] corrupt = Arrays.copyOf(bytes, i % 4 == 0 ? random.nextInt(2 * bytes.length) : bytes.length);
            for (int flips = random.nextInt(4); flips >= 0 && corrupt.length > 0; flips--) {
                corrupt[random.nextInt(corrupt.length)] = (byte) random.nextInt();
            }

            // When, Then
            assertThatCode(() -> {
                        DriftPartial sums = WindowSums.add(good, partial(1_000, corrupt));
                        ErrorSketch.of(sums).quantiles(VALIDATION);
                    })
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void shouldGiveNoQuantilesWhenBytesAreAnotherHistogram() {
        // Given
        byte[] bytes = partial(errors(MEAN, 1_000)).getErrorHistogram().array();
        bytes[15] = 5;
        bytes[24] = 0x7f;

        // When, Then
        assertThat(ErrorSketch.of(partial(1_000, bytes)).quantiles(VALIDATION)).isNull();
    }

    private static double[] errors(double median, int count) {
        Random random = new Random(17);
        double[] errors = new double[count];
        for (int i = 0; i < count; i++) {
            errors[i] = (float) (median * Math.exp(random.nextGaussian()));
        }
        return errors;
    }

    private static ErrorSketch sketch(double... errors) {
        ErrorSketch sketch = new ErrorSketch();
        for (double error : errors) {
            sketch.add(error, ErrorSketch.unit(VALIDATION));
        }
        return sketch;
    }

    private static DriftPartial partial(double... errors) {
        return partial(errors.length, sketch(errors).toBytes().array());
    }

    private static DriftPartial partial(long errorRecords, byte[] sketch) {
        return DriftPartial.newBuilder()
                .setLayout("L")
                .setSelectionVersion(1)
                .setWindowStart(Instant.EPOCH)
                .setRecords(errorRecords)
                .setErrorRecords(errorRecords)
                .setErrorSum(0)
                .setBinCounts(List.of())
                .setSquaredErrors(List.of())
                .setMeasuredCounts(List.of())
                .setErrorHistogram(ByteBuffer.wrap(sketch))
                .build();
    }
}
