package io.sensieve.streams;

import static io.sensieve.streams.testing.SensieveTestDriver.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.DriftReport;
import io.sensieve.Verdict;
import io.sensieve.streams.state.ErrorBucket;
import io.sensieve.streams.state.LayoutMonitorState;
import io.sensieve.streams.testing.SensieveTestDriver;
import java.time.Duration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** State of the error detectors across selections, restarts and late records. */
@NullUnmarked
class DetectorStateTest extends DriftStreamFixture {
    @Test
    void shouldResetDetectorsWhenANewSelectionIsPublished() {
        // Given
        play(90, row -> row);
        play(5, DriftStreamFixture::withLowerGain);
        requests.clear();

        // When
        pipeline.publish(PlantedRecords.selection("L", 2));
        play(130, row -> row);

        // Then
        DriftReport last = lastReport();
        assertThat(last.getSelectionVersion()).isEqualTo(2);
        assertThat(last.getVerdict()).isEqualTo(Verdict.STABLE);
        assertThat(last.getDetection().getDrifted()).isFalse();
        assertThat(requests).isEmpty();
        assertThat(monitorState(1)).isNull();
        assertThat(monitorState(2).getErrorBuckets()).hasSizeGreaterThan(1);
    }

    @Test
    void shouldCompareWithRestoredErrorsWhenTheTaskRestarts() {
        // Given
        play(60, row -> row);
        LayoutMonitorState state = monitorState(1);
        assertThat(blocks(state)).isGreaterThan(100);
        pipeline.close();
        pipeline = SensieveTestDriver.open();
        pipeline.publish(PlantedRecords.selection("L", 1));
        pipeline.driver()
                .<String, LayoutMonitorState>getKeyValueStore("drift-monitors")
                .put("L/0000000001", state);

        // When
        play(3, DriftStreamFixture::withLowerGain);

        // Then
        assertThat(requests).hasSize(1);
    }

    @Test
    void shouldIgnoreRecordsInDetectorsWhenTheirWindowIsClosed() {
        // Given
        play(200, row -> row);
        long blocks = blocks(monitorState(1));

        // When
        for (int i = 0; i < 1_000; i++) {
            pipeline.send("d", "L", START.minusSeconds(600), withLowerGain(PlantedRecords.row(random)));
        }
        pipeline.advance(Duration.ofSeconds(1));
        collect();

        // Then
        assertThat(blocks(monitorState(1))).isEqualTo(blocks);
        assertThat(requests).isEmpty();
    }

    private static long blocks(LayoutMonitorState state) {
        return state.getErrorBuckets().stream()
                .mapToLong(ErrorBucket::getBlocks)
                .sum();
    }
}
