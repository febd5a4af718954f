package io.sensieve.streams;

import static io.sensieve.streams.testing.SensieveTestDriver.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.DriftReport;
import io.sensieve.model.ModelFile;
import io.sensieve.model.Reconstructor;
import io.sensieve.streams.state.DriftState;
import io.sensieve.streams.testing.SensieveTestDriver;
import io.sensieve.streams.testing.TestSelection;
import io.sensieve.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Drift reports of two layouts whose event times are out of order, some after their window was closed. The figures of
 * every report must equal those of a batch computation over the same records.
 */
@NullUnmarked
@TestInstance(Lifecycle.PER_CLASS)
class EventTimeTest {
    private static final int RECORDS = 3_000;
    private static final int FUTURE = 50;
    private static final long WINDOW_MS = 10_000;
    private static final long EVERY_MS = 40;

    private final Random random = new Random(23);
    private final Map<Window, Batch> expected = new HashMap<>();
    private final Map<Window, DriftReport> reports = new HashMap<>();
    private final Map<String, Long> late = new HashMap<>();
    private final Map<String, Instant> latest = new HashMap<>();
    private final SensieveTestDriver pipeline = SensieveTestDriver.open(
            Map.of("drift.window.ms", Long.toString(WINDOW_MS), "drift.min.records", "1", "drift.early", "false"));
    private long outOfOrder;

    /** @param arrival milliseconds after the start at which the record arrives: event time plus delay */
    private record Sent(String layout, Instant time, long arrival, float[] row) {
        Window window() {
            long millis = time.toEpochMilli();
            return new Window(layout, Instant.ofEpochMilli(millis - Math.floorMod(millis, WINDOW_MS)));
        }
    }

    private record Window(String layout, Instant start) {
        static Window of(DriftReport report) {
            return new Window(report.getLayout(), report.getWindowStart());
        }
    }

    @AfterAll
    void close() {
        pipeline.close();
    }

    @BeforeAll
    void sendShuffledRecords() {
        pipeline.publish(PlantedRecords.selection("L", 1));
        pipeline.publish(PlantedRecords.selection("M", 1));
        for (int i = 0; i < FUTURE; i++) {
            pipeline.send("ahead", "L", START.plus(Duration.ofHours(2)), PlantedRecords.row(random));
        }
        List<Sent> remaining = shuffled();
        for (long second = 1; second <= 200; second++) {
            int due = 0;
            while (due < remaining.size() && remaining.get(due).arrival() < 1_000 * second) {
                due++;
            }
            sendWithinOneSecond(remaining.subList(0, due));
            remaining = remaining.subList(due, remaining.size());
        }
    }

    private void sendWithinOneSecond(List<Sent> records) {
        records.forEach(sent -> pipeline.send("d", sent.layout(), sent.time(), sent.row()));
        pipeline.advance(Duration.ofSeconds(1));
        pipeline.values(Topics.DRIFT)
                .forEach(report ->
                        assertThat(reports.put(Window.of(report), report)).isNull());
        // On a tick, the drift processor closes windows before it receives the partial sums of the same tick.
        for (Sent sent : records) {
            boolean behind = sent.time().isBefore(latest.getOrDefault(sent.layout(), Instant.MIN));
            latest.merge(sent.layout(), sent.time(), (a, b) -> a.isAfter(b) ? a : b);
            outOfOrder += behind ? 1 : 0;
            if (reports.containsKey(sent.window())) {
                late.merge(sent.layout(), 1L, Long::sum);
            } else {
                expected.computeIfAbsent(sent.window(), window -> new Batch()).add(sent.row(), behind);
            }
        }
    }

    @Test
    void shouldReportTheFiguresOfABatchComputationWhenEventTimesAreShuffled() {
        assertThat(reports).hasSize(24).containsOnlyKeys(expected.keySet());
        reports.forEach((window, report) -> expected.get(window).assertEqual(report));
    }

    @Test
    void shouldReportOrStoreEachLateRecordWhenEventTimesAreShuffled() {
        assertThat(late.get("L")).isGreaterThan(20);
        late.forEach((layout, count) -> assertThat(reports.values().stream()
                                .filter(report -> report.getLayout().equals(layout))
                                .mapToLong(DriftReport::getLateRecords)
                                .sum()
                        + pipeline.driver()
                                .<String, DriftState>getKeyValueStore("drift-states")
                                .get(layout)
                                .getLateRecords())
                .isEqualTo(count));
    }

    @Test
    void shouldCountOutOfOrderLateAndFutureRecordsWhenEventTimesAreShuffled() {
        assertThat(outOfOrder).isBetween(1_000L, 2_500L);
        assertThat(Meters.count(pipeline, "sensieve.drift.out.of.order.records"))
                .isEqualTo((double) outOfOrder);
        assertThat(Meters.count(pipeline, "sensieve.drift.late.records"))
                .isEqualTo((double) (late.get("L") + late.get("M")));
        assertThat(Meters.count(pipeline, "sensieve.drift.unjudged.records")).isEqualTo(FUTURE);
    }

    /**
     * Returns records in the order of their arrival: most are delayed by less than a second, some by several seconds, a
     * few until their window is closed.
     */
    private List<Sent> shuffled() {
        List<Sent> all = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            long time = i * EVERY_MS;
            double kind = random.nextDouble();
            long delay = (long) (random.nextDouble() * (kind < 0.8 ? 1_000 : kind < 0.97 ? 6_000 : 60_000));
            float[] row = PlantedRecords.row(random);
            row[3] *= i > RECORDS / 2 ? 0.6f : 1;
            row[4] = random.nextInt(100) == 0 ? Float.NaN : row[4];
            all.add(new Sent(random.nextInt(3) == 0 ? "M" : "L", START.plusMillis(time), time + delay, row));
        }
        all.sort(Comparator.comparingLong(Sent::arrival));
        return all;
    }

    /** Computes the figures of one window by their definition. */
    private static final class Batch {
        private final TestSelection selection = PlantedRecords.selection("any", 1);
        private final Reconstructor reconstructor = new Reconstructor(ModelFile.parse(selection.model()));
        private final List<Float> errors = new ArrayList<>();
        private long outOfOrder;

        void add(float[] row, boolean behind) {
            float[] reduced = reconstructor.project(row);
            errors.add(reconstructor.error(row, reconstructor.reconstruct(reduced), new float[PlantedRecords.D]));
            outOfOrder += behind ? 1 : 0;
        }

        void assertEqual(DriftReport report) {
            double mean =
                    errors.stream().mapToDouble(Float::doubleValue).average().orElseThrow();
            assertThat(report.getRecords()).isEqualTo(errors.size());
            assertThat(report.getOutOfOrderRecords()).isEqualTo(outOfOrder);
            assertThat(report.getErrorMean()).isCloseTo(mean, relative(mean, 1e-6));
        }

        private static Offset<Double> relative(double value, double share) {
            return within(Math.abs(value) * share);
        }
    }
}
