package io.sensieve.streams;

import static io.sensieve.streams.testing.SensieveTestDriver.START;

import io.sensieve.DriftReport;
import io.sensieve.RetrainRequest;
import io.sensieve.streams.state.LayoutMonitorState;
import io.sensieve.streams.testing.SensieveTestDriver;
import io.sensieve.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Base of tests that send a stream of planted records of layout L: 100 records a second of ten devices. Collects the
 * drift reports and the retrain requests.
 */
@NullUnmarked
abstract class DriftStreamFixture {
    static final int RECORDS_A_SECOND = 100;

    final Random random = new Random(11);
    final List<DriftReport> reports = new ArrayList<>();
    final List<RetrainRequest> requests = new ArrayList<>();

    SensieveTestDriver pipeline;
    /** Event time of the next record. */
    Instant time;
    /** Number of sent records. */
    int sent;

    @BeforeEach
    void publish() {
        pipeline = SensieveTestDriver.open();
        pipeline.publish(PlantedRecords.selection("L", 1));
        time = START;
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    /** Multiplies the gain of c006 by 0.2. */
    static float[] withLowerGain(float[] row) {
        row[6] *= 0.2f;
        return row;
    }

    /** Sends the records of some seconds, each changed by {@code change}, and collects the results. */
    void play(int seconds, UnaryOperator<float[]> change) {
        for (int second = 0; second < seconds; second++) {
            for (int i = 0; i < RECORDS_A_SECOND; i++) {
                pipeline.send("d" + sent % 10, "L", time, change.apply(PlantedRecords.row(random)));
                time = time.plusMillis(1_000 / RECORDS_A_SECOND);
                sent++;
            }
            pipeline.advance(Duration.ofSeconds(1));
        }
        collect();
    }

    void collect() {
        reports.addAll(pipeline.values(Topics.DRIFT));
        requests.addAll(pipeline.values(Topics.RETRAIN_REQUESTS));
    }

    DriftReport lastReport() {
        return reports.get(reports.size() - 1);
    }

    LayoutMonitorState monitorState(int version) {
        return pipeline.driver()
                .<String, LayoutMonitorState>getKeyValueStore("drift-monitors")
                .get("L/000000000" + version);
    }
}
