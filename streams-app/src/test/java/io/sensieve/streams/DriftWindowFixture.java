package io.sensieve.streams;

import static io.sensieve.streams.testing.SensieveTestDriver.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.DriftReport;
import io.sensieve.streams.testing.SensieveTestDriver;
import io.sensieve.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Base of tests of drift windows. Sends planted records of layout L, all records of a window with the same event time,
 * and returns the drift report of the window.
 */
@NullUnmarked
abstract class DriftWindowFixture {
    static final Duration WINDOW = Duration.ofSeconds(60);
    static final int RECORDS = 400;

    final Random random = new Random(11);
    SensieveTestDriver pipeline;
    /** Event time of the next records. */
    Instant time;

    @BeforeEach
    void publish() {
        pipeline = SensieveTestDriver.open(Map.of("drift.future.max.ms", "86400000", "drift.early", "false"));
        pipeline.publish(PlantedRecords.selection("L", 1));
        time = START;
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    /** Multiplies the gain of c000 by 0.2 and adds 1 to c005. */
    static float[] changed(float[] row) {
        row[0] *= 0.2f;
        row[5] += 1;
        return row;
    }

    /** Sends the records of one window, closes the window and returns its report. */
    DriftReport playWindow(UnaryOperator<float[]> change) {
        send(RECORDS, change);
        time = time.plus(WINDOW);
        advance(Duration.ofMinutes(2));
        List<DriftReport> reports = pipeline.values(Topics.DRIFT);
        assertThat(reports).hasSize(1);
        return reports.get(0);
    }

    void send(int records, UnaryOperator<float[]> change) {
        for (int i = 0; i < records; i++) {
            pipeline.send("d", "L", time, change.apply(PlantedRecords.row(random)));
        }
    }

    /** Advances the wall clock in steps of a second. */
    void advance(Duration wallClock) {
        for (long i = 0; i < wallClock.toSeconds(); i++) {
            pipeline.advance(Duration.ofSeconds(1));
        }
    }
}
