package io.sensieve.trainer.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.SensorRecord;
import io.sensieve.codec.AvroCodec;
import io.sensieve.codec.Floats;
import io.sensieve.signing.TrustedKeys;
import io.sensieve.topic.WireFormat;
import io.sensieve.trainer.fixture.TestRecords;
import io.sensieve.trainer.publish.SelectionDirectory;
import io.sensieve.trainer.window.DeclaredMissingValues;
import io.sensieve.trainer.window.LayoutWindows;
import io.sensieve.trainer.window.RecordPosition;
import io.sensieve.trainer.window.SkipReason;
import io.sensieve.trainer.window.WindowSettings;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WaitingLayoutsTest {
    private static final Instant NOW = TestRecords.TIME;
    private static final int MIN_ROWS = 20;

    private final AvroCodec<SensorRecord> codec = AvroCodec.of(SensorRecord.class);
    private final SelectionDirectory directory =
            new SelectionDirectory(WireFormat.singleObject(), TrustedKeys.none(), 10);
    private final LayoutWindows windows = new LayoutWindows(
            new WindowSettings(100, MIN_ROWS, Duration.ofHours(1), Duration.ofSeconds(10), 0.2, 10, 1_000_000, 11),
            DeclaredMissingValues.NONE,
            codec,
            () -> NOW,
            new LayoutWindows.Listener() {
                @Override
                public void accepted(String layout) {}

                @Override
                public void skipped(SkipReason reason) {}
            });
    private final WaitingLayouts waiting = new WaitingLayouts(windows, directory, MIN_ROWS, NOW);

    @Test
    void shouldNameLayoutsNowAndThenWhenTheyHaveTooFewRows() {
        // Given
        offer("slow", 5);
        offer("fast", MIN_ROWS);

        // When / Then
        assertThat(waiting.report(NOW.plusSeconds(59))).isEmpty();
        assertThat(waiting.report(NOW.plusSeconds(60))).containsExactly("slow");
        assertThat(waiting.report(NOW.plusSeconds(61))).isEmpty();
        assertThat(waiting.report(NOW.plusSeconds(660))).containsExactly("slow");
    }

    @Test
    void shouldNameNoLayoutWhenItHasASelection() {
        // Given
        offer("a", 5);
        TestRecords.activate(directory, "a", 1, NOW);

        // When / Then
        assertThat(waiting.report(NOW.plusSeconds(60))).isEmpty();
    }

    private void offer(String layout, int rows) {
        for (int i = 0; i < rows; i++) {
            windows.offer(
                    codec.encode(new SensorRecord(layout, NOW, null, Floats.view(new float[] {1, 2}))),
                    new RecordPosition(0, i, 0));
        }
    }
}
