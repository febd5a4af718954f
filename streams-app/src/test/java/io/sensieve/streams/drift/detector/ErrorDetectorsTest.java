package io.sensieve.streams.drift.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.Detector;
import io.sensieve.DetectorEvidence;
import io.sensieve.streams.state.DetectorState;
import io.sensieve.streams.state.ErrorBlock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ErrorDetectorsTest {
    private static final ErrorScale SCALE = new ErrorScale(1, 0.25, 2);

    private final ErrorDetectors before = restore(List.of());

    @BeforeEach
    void rise() {
        Random random = new Random(3);
        for (int i = 0; i < 400; i++) {
            double mean = (i < 350 ? 1 : 1.6) + 0.01 * random.nextGaussian();
            before.add(new ErrorBlock(32, 32 * mean, 32 * mean * mean, i * 100L));
        }
        assertThat(before.hasRisen()).isTrue();
    }

    @Test
    void shouldRestoreDetectorsByNameWhenTheOrderDiffers() {
        // Given
        List<DetectorState> states = new ArrayList<>(before.states());
        Collections.reverse(states);

        // When
        ErrorDetectors restored = restore(states);

        // Then
        assertThat(restored.states()).isEqualTo(before.states());
        assertThat(restored.evidence()).isEqualTo(before.evidence());
        assertThat(restored.hasRisen()).isTrue();
    }

    @Test
    void shouldStartDetectorFreshWhenItsStateIsMissing() {
        // Given
        List<DetectorState> states = before.states().stream()
                .filter(state -> !state.getName().equals(Detector.ADWIN.name()))
                .toList();

        // When
        ErrorDetectors restored = restore(states);

        // Then
        assertThat(restored.evidence())
                .filteredOn(evidence -> evidence.getDetector() == Detector.ADWIN)
                .noneMatch(DetectorEvidence::getDrifted);
        assertThat(restored.states()).containsAll(states).hasSize(3);
    }

    @Test
    void shouldDropStateWhenItsDetectorIsUnknown() {
        // Given
        List<DetectorState> states = new ArrayList<>(before.states());
        states.add(0, DetectorState.newBuilder(states.get(0)).setName("FURTHER").build());

        // When
        ErrorDetectors restored = restore(states);

        // Then
        assertThat(restored.states()).isEqualTo(before.states());
    }

    private static ErrorDetectors restore(List<DetectorState> states) {
        return ErrorDetectors.of(new DetectorSettings(2, 1.15, 1.05, 1e-5, 0.01, 0.5, 50), SCALE, 1.5, states);
    }
}
