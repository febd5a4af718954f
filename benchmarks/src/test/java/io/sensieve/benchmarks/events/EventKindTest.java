package io.sensieve.benchmarks.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.benchmarks.events.PlantedEvent.PlayedRows;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventKindTest {
    private static final int LEARNT = 600;
    private static final int ONSET = 1_500;
    private static final int RECORDS = 4_000;
    private static final int D = 12;

    private final PlantedPlant plant = PlantedPlant.of("d12-iid", 1);
    private final float[][] rows = rows();
    private final EventSetting setting = setting(7);

    @ParameterizedTest
    @EnumSource(EventKind.class)
    void shouldRepeatTheRowsWhenTheSeedIsTheSame(EventKind kind) {
        // Given
        PlantedEvent event = kind.create(setting);

        // When
        PlayedRows first = event.play(rows);
        PlayedRows again = event.play(rows);
        PlayedRows other = kind.create(setting(7)).play(rows);

        // Then: a missing value equals a missing value
        assertThat(Arrays.deepEquals(first.sent(), again.sent())).isTrue();
        assertThat(Arrays.deepEquals(first.sent(), other.sent())).isTrue();
    }

    @ParameterizedTest
    @EnumSource(EventKind.class)
    void shouldKeepTheLearntRowsAndChangeLaterOnes(EventKind kind) {
        // When
        PlantedEvent event = kind.create(setting);
        PlayedRows played = event.play(rows);

        // Then
        if (!event.isFromStart()) {
            assertThat(Arrays.copyOf(played.sent(), ONSET)).isDeepEqualTo(Arrays.copyOf(rows, ONSET));
        }
        boolean isChanged = !Arrays.deepEquals(played.sent(), rows);
        assertThat(isChanged).isEqualTo(kind != EventKind.NONE);
        assertThat(event.end()).isBetween(event.onset(), (long) RECORDS - 800);
    }

    @ParameterizedTest
    @EnumSource(
            value = EventKind.class,
            names = {"MACHINE_OFF", "HALF_OUT", "ALL_OUT", "ALL_FROZEN", "ALL_ZERO"})
    void shouldSendTheUnchangedRowsWhenATransientEventIsOver(EventKind kind) {
        // When
        PlantedEvent event = kind.create(setting);
        float[][] sent = event.play(rows).sent();

        // Then
        int end = (int) event.end();
        assertThat(sent[end - 1]).isNotEqualTo(rows[end - 1]);
        assertThat(Arrays.copyOfRange(sent, end, RECORDS)).isDeepEqualTo(Arrays.copyOfRange(rows, end, RECORDS));
    }

    @Test
    void shouldBringTheFirstProductBackBetweenTheRunsOfTheSecond() {
        // When
        float[][] sent = EventKind.PRODUCT_CHANGE.create(setting).play(rows).sent();

        // Then
        assertThat(sent[ONSET]).isNotEqualTo(rows[ONSET]);
        assertThat(sent[ONSET + 800]).isEqualTo(rows[ONSET + 800]);
        assertThat(sent[ONSET + 1_599]).isEqualTo(rows[ONSET + 1_599]);
        assertThat(sent[ONSET + 1_600]).isNotEqualTo(rows[ONSET + 1_600]);
    }

    @ParameterizedTest
    @EnumSource(
            value = EventKind.class,
            names = {"COUNTER_GROWS", "COUNTER_WRAPS"})
    void shouldTakeNoSwitchForTooEarlyWhenAChannelIsACounterFromTheStart(EventKind kind) {
        // When
        PlantedEvent event = kind.create(setting);

        // Then
        assertThat(event.onset()).isZero();
        assertThat(event.end()).isEqualTo(ONSET);
        assertThat(event.isFromStart()).isTrue();
    }

    @Test
    void shouldKeepTheDistributionOfEachChannelWhenOnlyTheCorrelationChanges() {
        // When
        PlantedEvent event = EventKind.CORRELATION.create(setting);
        float[][] sent = event.play(rows).sent();

        // Then
        int[] changed = IntStream.range(0, D)
                .filter(c -> sent[ONSET][c] != rows[ONSET][c])
                .toArray();
        assertThat(changed).hasSize(D / 3);
        double[] before = RelativeError.deviations(Arrays.copyOf(sent, ONSET));
        double[] after = RelativeError.deviations(Arrays.copyOfRange(sent, ONSET, RECORDS));
        for (int c : changed) {
            assertThat(after[c] / before[c]).isBetween(0.9, 1.1);
        }
    }

    @Test
    void shouldSendTheFaultCodeInTheGivenShareAndLeaveItOutOfTheTruth() {
        // When
        PlantedEvent event = EventKind.CODE_20.create(setting);
        PlayedRows played = event.play(rows);

        // Then
        int channel = event.faults().iterator().next();
        long codes =
                Arrays.stream(played.sent()).filter(row -> row[channel] == -200).count();
        assertThat(codes / (double) (RECORDS - ONSET)).isBetween(0.17, 0.23);
        assertThat(played.truth()[0][channel]).isNaN();
        assertThat(played.truth()[ONSET][(channel + 1) % D]).isEqualTo(rows[ONSET][(channel + 1) % D]);
    }

    @Test
    void shouldRaiseTheShareOfMissingValuesToAHalf() {
        // When
        PlantedEvent event = EventKind.MISSING_ALL.create(setting);
        PlayedRows played = event.play(rows);

        // Then
        assertThat(missing(played, ONSET, ONSET + 100)).isLessThan(0.05);
        assertThat(missing(played, (int) event.end(), RECORDS)).isBetween(0.48, 0.52);
        assertThat(missing(played, 0, ONSET)).isZero();
    }

    private static double missing(PlayedRows played, int from, int to) {
        long missing = Arrays.stream(played.sent(), from, to)
                .flatMapToInt(row -> IntStream.range(0, D).filter(c -> Float.isNaN(row[c])))
                .count();
        return missing / (double) (D * (to - from));
    }

    @Test
    void shouldMeasureAgainstTheUnchangedRowsWhenOnlyTheMeasurementChanges() {
        // When
        PlayedRows played = EventKind.NOISE_ALL.create(setting).play(rows);

        // Then
        assertThat(played.sent()[ONSET]).isNotEqualTo(rows[ONSET]);
        assertThat(played.truth()).isDeepEqualTo(rows);
    }

    @Test
    void shouldHaveTheAutocorrelationOfItsName() {
        // Given
        Supplier<float[]> source = PlantedPlant.of("d12-ar90", 1).open(EventStream.Use.PLAYED, 1);

        // When
        float[][] drawn =
                IntStream.range(0, RECORDS).mapToObj(r -> source.get()).toArray(float[][]::new);

        // Then
        double mean = RelativeError.means(drawn)[0];
        double variance = Math.pow(RelativeError.deviations(drawn)[0], 2);
        double covariance = IntStream.range(1, RECORDS)
                .mapToDouble(r -> (drawn[r][0] - mean) * (drawn[r - 1][0] - mean))
                .average()
                .orElseThrow();
        assertThat(covariance / variance).isBetween(0.86, 0.93);
    }

    private float[][] rows() {
        Supplier<float[]> source = plant.open(EventStream.Use.PLAYED, 1);
        return IntStream.range(0, RECORDS).mapToObj(r -> source.get()).toArray(float[][]::new);
    }

    private EventSetting setting(long seed) {
        float[][] learnt = Arrays.copyOf(rows, LEARNT);
        return new EventSetting(
                ONSET,
                floats(RelativeError.means(learnt)),
                floats(RelativeError.deviations(learnt)),
                new int[] {0, 3, 5, 8},
                new float[][] {plant.direction(new SplittableRandom(seed))},
                seed);
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
