package io.sensieve.streams.drift;

import static io.sensieve.Verdict.DRIFT;
import static io.sensieve.Verdict.STABLE;
import static io.sensieve.Verdict.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.FaultySensor;
import io.sensieve.SensorFault;
import io.sensieve.Verdict;
import io.sensieve.streams.drift.attribution.FaultEffect;
import io.sensieve.streams.drift.detector.DetectorSettings;
import io.sensieve.streams.drift.error.DriftThresholds;
import io.sensieve.streams.drift.error.WindowStatistics;
import io.sensieve.streams.drift.sensor.SensorSettings;
import io.sensieve.streams.drift.window.WindowSettings;
import io.sensieve.streams.state.DriftState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictPolicyTest {
    private static final long REPEAT = 600_000;

    private static final FaultEffect EXPLAINED = new FaultEffect(true, 1.02);

    private final VerdictPolicy policy = policy(2);

    @ParameterizedTest
    @CsvSource({
        "0.5, STABLE",
        "1.2499999, STABLE",
        "1.25, WARNING",
        "1.2500001, WARNING",
        "1.4999999, WARNING",
        "1.5, DRIFT",
        "1.5000001, DRIFT",
        "NaN, STABLE"
    })
    void shouldTakeLevelFromTheErrorRatioWhenTheDetectorHasFoundNoRise(double ratio, Verdict level) {
        // Given
        WindowStatistics figures = figures(ratio);

        // When, Then
        assertThat(policy.level(figures, false, List.of(), FaultEffect.NONE).verdict())
                .isEqualTo(level);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldReachDriftVerdictWhenConsecutiveWindowsAreAtDriftLevel(int windows) {
        // Given
        VerdictPolicy patient = policy(windows);
        DriftState state = DriftStates.initial("L", 1);

        // When
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < windows; i++) {
            state = patient.after(state, DRIFT, i);
            verdicts.add(state.getVerdict());
        }

        // Then
        assertThat(verdicts.subList(0, windows - 1)).isEqualTo(Collections.nCopies(windows - 1, WARNING));
        assertThat(verdicts.get(windows - 1)).isEqualTo(DRIFT);
    }

    static Stream<Arguments> histories() {
        return Stream.of(
                Arguments.of(List.of(STABLE, WARNING, STABLE), List.of(STABLE, WARNING, STABLE)),
                Arguments.of(List.of(DRIFT, STABLE, DRIFT, DRIFT), List.of(WARNING, STABLE, WARNING, DRIFT)),
                Arguments.of(List.of(DRIFT, DRIFT, STABLE, DRIFT), List.of(WARNING, DRIFT, DRIFT, DRIFT)),
                Arguments.of(
                        List.of(DRIFT, DRIFT, STABLE, WARNING, STABLE, STABLE),
                        List.of(WARNING, DRIFT, DRIFT, DRIFT, DRIFT, STABLE)),
                Arguments.of(
                        List.of(DRIFT, DRIFT, STABLE, STABLE, DRIFT), List.of(WARNING, DRIFT, DRIFT, STABLE, WARNING)));
    }

    @ParameterizedTest
    @MethodSource("histories")
    void shouldKeepVerdictWhenLevelsChange(List<Verdict> levels, List<Verdict> expected) {
        // Given
        DriftState state = DriftStates.initial("L", 1);

        // When
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            state = policy.after(state, levels.get(i), i);
            verdicts.add(state.getVerdict());
        }

        // Then
        assertThat(verdicts).isEqualTo(expected);
    }

    @Test
    void shouldRememberWhereTheRunBeganWhenItEndsInDrift() {
        // Given
        DriftState state = DriftStates.initial("L", 1);

        // When
        state = policy.after(state, DRIFT, 10);
        state = policy.after(state, WARNING, 20);
        state = policy.after(state, DRIFT, 30);
        state = policy.after(state, DRIFT, 40);
        state = policy.after(state, STABLE, 50);
        state = policy.after(state, DRIFT, 60);

        // Then
        assertThat(state.getDriftSince()).isEqualTo(30);
    }

    @Test
    void shouldRequestRetrainAgainOnlyWhenTheRepeatIntervalHasPassed() {
        // Given
        DriftState state = policy.after(policy.after(DriftStates.initial("L", 1), DRIFT, 0), DRIFT, 1);

        // When
        DriftState requested = DriftStates.withRequest(state, 1_000);

        // Then
        assertThat(policy.shouldRequestRetrain(state, 1_000)).isTrue();
        assertThat(policy.shouldRequestRetrain(requested, 1_000 + REPEAT - 1)).isFalse();
        assertThat(policy.shouldRequestRetrain(requested, 1_000 + REPEAT)).isTrue();
        assertThat(policy.shouldRequestRetrain(requested, 1_000 + REPEAT + 1)).isTrue();
        assertThat(policy.shouldRequestRetrain(policy.after(requested, STABLE, 2), 10 * REPEAT))
                .isFalse();
        assertThat(policy.shouldRequestRetrain(
                        policy.after(policy.after(requested, STABLE, 2), STABLE, 3), 10 * REPEAT))
                .isFalse();
    }

    @Test
    void shouldForgetOldestWhenManyWindowsAreClosed() {
        // Given
        DriftState state = DriftStates.initial("L", 1);

        // When
        for (long i = 0; i < 300; i++) {
            state = DriftStates.withClosedWindow(state, i);
        }

        // Then
        assertThat(state.getClosedWindows()).hasSize(256).startsWith(44L).endsWith(299L);
    }

    @Test
    void shouldTreatWindowAsClosedWhenItIsListedOrOlderThanAFullList() {
        // Given
        DriftState few = DriftStates.withClosedWindow(DriftStates.initial("L", 1), 70);
        DriftState many = DriftStates.initial("L", 1);
        for (long i = 0; i < 256; i++) {
            many = DriftStates.withClosedWindow(many, 100 + 10 * i);
        }

        // When, Then
        assertThat(DriftStates.isClosed(few, 70)).isTrue();
        assertThat(DriftStates.isClosed(few, 60)).isFalse();
        assertThat(DriftStates.isClosed(many, 90)).isTrue();
        assertThat(DriftStates.isClosed(many, 100)).isTrue();
        assertThat(DriftStates.isClosed(many, 105)).isFalse();
        assertThat(DriftStates.isClosed(many, 2_650)).isTrue();
        assertThat(DriftStates.isClosed(many, 2_660)).isFalse();
    }

    private static VerdictPolicy policy(int windows) {
        return new VerdictPolicy(new DriftSettings(
                new WindowSettings(
                        Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofHours(1), 200),
                new DriftThresholds(1.25, 1.5),
                windows,
                10,
                Duration.ofMillis(REPEAT),
                new DetectorSettings(true, 1e-5, 1.05),
                new SensorSettings(0.5, 64)));
    }

    @Test
    void shouldReachDriftLevelWhenOnlyTheDetectorFindsARise() {
        assertThat(policy.level(figures(1.2), true, List.of(), FaultEffect.NONE).verdict())
                .isEqualTo(DRIFT);
        assertThat(policy.level(figures(1.2), true, List.of(), EXPLAINED).verdict())
                .isEqualTo(WARNING);
    }

    @Test
    void shouldGiveReasonsWhenTheLevelIsNotStable() {
        assertThat(policy.level(figures(1.1), false, List.of(), FaultEffect.NONE)
                        .reasons())
                .isEmpty();
        assertThat(policy.level(figures(1.3), false, List.of(), FaultEffect.NONE)
                        .reasons())
                .containsExactly("error 1.30 times the validation error (threshold 1.25)");
        assertThat(policy.level(figures(9), false, List.of(), EXPLAINED).reasons())
                .containsExactly("error 9.00 times the validation error (threshold 1.50), because of faulty sensors:"
                        + " 1.02 times without them");
    }

    @Test
    void shouldGiveTheEffectOfEarlierWindowsAsReasonWhenTheVerdictDiffersFromTheLevel() {
        // Given
        VerdictPolicy.Judgement high = policy.level(figures(9), false, List.of(), FaultEffect.NONE);
        VerdictPolicy.Judgement low = policy.level(figures(1), false, List.of(), FaultEffect.NONE);

        // When
        DriftState first = policy.after(DriftStates.initial("L", 1), high.verdict(), 10);
        DriftState third = policy.after(policy.after(first, high.verdict(), 20), low.verdict(), 30);

        // Then
        assertThat(policy.verdict(first, high).reasons())
                .contains("the verdict is drift after 2 consecutive windows at drift level, 1 so far");
        assertThat(policy.verdict(third, low).reasons())
                .containsExactly(
                        "drift was found before; the verdict is stable after 2 consecutive stable windows, 1 so far");
    }

    @Test
    void shouldReachOnlyWarningLevelWhenFaultySensorsExplainTheError() {
        assertThat(policy.level(figures(9), false, List.of(), EXPLAINED).verdict())
                .isEqualTo(WARNING);
    }

    @Test
    void shouldReachWarningLevelWhenTheSensorOfASelectedChannelIsFaulty() {
        assertThat(policy.level(figures(1), false, List.of(faulty(true)), FaultEffect.NONE)
                        .reasons())
                .containsExactly("the sensor of a selected channel is faulty");
        assertThat(policy.level(figures(1), false, List.of(faulty(false)), FaultEffect.NONE)
                        .verdict())
                .isEqualTo(STABLE);
    }

    private static FaultySensor faulty(boolean selected) {
        return new FaultySensor(0, "oil", selected, SensorFault.DEAD, 0L, 1.0);
    }

    private static WindowStatistics figures(double ratio) {
        return new WindowStatistics(1, ratio, 0, new double[0]);
    }
}
