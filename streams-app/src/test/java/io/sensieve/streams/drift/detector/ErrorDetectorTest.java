package io.sensieve.streams.drift.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.codec.AvroCodec;
import io.sensieve.streams.state.DetectorState;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams with a planted truth: log-normal errors of mean 1 and standard deviation 0.4, in blocks of 32. */
class ErrorDetectorTest {
    private static final int BLOCK = 32;
    private static final double SPREAD = 0.4;
    private static final double RANGE = 1 + 4 * SPREAD;

    /** A kind of detector. */
    private record Kind(String name, ErrorDetector fresh, Function<DetectorState, ErrorDetector> from) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind("ADWIN", new Adwin(1e-5, RANGE), state -> new Adwin(1e-5, RANGE, state)),
                new Kind(
                        "Page-Hinkley",
                        new PageHinkley(0.5, 50, 1, SPREAD),
                        state -> new PageHinkley(0.5, 50, SPREAD, state)),
                new Kind(
                        "Bernstein",
                        new BernsteinDetector(0.01, RANGE),
                        state -> new BernsteinDetector(0.01, RANGE, state)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldFindNothingWhenTheErrorIsConstant(Kind kind) {
        // When
        List<Integer> found = play(kind.fresh(), 3, 0, 1_000_000, i -> 1);

        // Then
        assertThat(found).isEmpty();
        assertThat(kind.fresh().hasAlarm()).isFalse();
        assertThat(kind.fresh().since()).isNull();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldLocateARiseWithinFewRecordsWhenItIsAbrupt(Kind kind) {
        // When
        List<Integer> found = play(kind.fresh(), 4, 0, 21_000, i -> i < 20_000 ? 1 : 1.5);

        // Then
        assertThat(found).isNotEmpty();
        assertThat(found.get(0)).isBetween(20_000, 20_200);
        assertThat(kind.fresh().since()).isBetween(19_900L, 20_064L);
        assertThat(kind.fresh().evidence().getAfter()).isBetween(1.4, 1.6);
        assertThat(kind.fresh().evidence().getStatistic())
                .isGreaterThanOrEqualTo(kind.fresh().evidence().getThreshold());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldFindARiseWhenItIsGradual(Kind kind) {
        // When
        List<Integer> found = play(kind.fresh(), 5, 0, 20_000, i -> 1 + Math.min(1, Math.max(0, i - 10_000) / 5_000.0));

        // Then
        assertThat(found).isNotEmpty();
        assertThat(found.get(0)).isBetween(10_500, 13_000);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldFindNothingWhenTheErrorFalls(Kind kind) {
        // When
        List<Integer> found = play(kind.fresh(), 6, 0, 20_000, i -> i < 10_000 ? 1 : 0.6);

        // Then
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldFindTheSecondRiseWhenTheFirstWasCleared(Kind kind) {
        // Given
        ErrorDetector detector = kind.fresh();
        play(detector, 7, 0, 11_000, i -> i < 10_000 ? 1 : 1.6);
        assertThat(detector.hasAlarm()).isTrue();
        play(detector, 8, 11_000, 21_000, i -> 1);
        detector.clear();

        // When
        List<Integer> quiet = play(detector, 9, 21_000, 40_000, i -> 1);
        List<Integer> found = play(detector, 10, 40_000, 41_000, i -> 1.6);

        // Then
        assertThat(quiet).isEmpty();
        assertThat(found).isNotEmpty();
        assertThat(detector.since()).isBetween(39_900L, 40_064L);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldContinueUnchangedWhenItIsRestoredFromItsState(Kind kind) {
        // Given
        AvroCodec<DetectorState> codec = AvroCodec.of(DetectorState.class);
        ErrorDetector whole = kind.fresh();
        play(whole, 11, 0, 10_016, i -> i < 10_000 ? 1 : 1.5);

        // When
        ErrorDetector restored = kind.from().apply(codec.decode(codec.encode(whole.state())));
        List<Integer> expected = play(whole, 12, 10_016, 10_500, i -> 1.5);
        List<Integer> found = play(restored, 12, 10_016, 10_500, i -> 1.5);

        // Then
        assertThat(expected).isNotEmpty();
        assertThat(found).isEqualTo(expected);
        assertThat(restored.since()).isEqualTo(whole.since());
        assertThat(restored.state().getBuckets()).isEqualTo(whole.state().getBuckets());
        assertThat(restored.state().getBlocks()).isEqualTo(whole.state().getBlocks());
    }

    /** Returns the index of the record after which each rise was found. */
    private static List<Integer> play(ErrorDetector detector, long seed, int from, int to, IntToDoubleFunction mean) {
        Random random = new Random(seed);
        double sigma = Math.sqrt(Math.log(1 + SPREAD * SPREAD));
        return IntStream.iterate(from, i -> i < to, i -> i + BLOCK)
                .filter(start -> {
                    double[] errors = IntStream.range(start, Math.min(to, start + BLOCK))
                            .mapToDouble(i -> Math.min(
                                    RANGE,
                                    mean.applyAsDouble(i)
                                            * Math.exp(sigma * random.nextGaussian() - sigma * sigma / 2)))
                            .toArray();
                    double sum = Arrays.stream(errors).sum();
                    double squares = Arrays.stream(errors).map(e -> e * e).sum();
                    return detector.add(errors.length, sum, squares, start);
                })
                .mapToObj(start -> start + BLOCK)
                .toList();
    }
}
