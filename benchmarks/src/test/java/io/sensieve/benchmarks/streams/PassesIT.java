package io.sensieve.benchmarks.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensieve.benchmarks.app.Variant;
import io.sensieve.benchmarks.workload.BenchmarkCluster;
import io.sensieve.benchmarks.workload.BenchmarkSelections;
import io.sensieve.benchmarks.workload.Scenario;
import io.sensieve.benchmarks.workload.SensorRows;
import io.sensieve.benchmarks.workload.Workload;
import io.sensieve.standalone.client.DeviceProducer;
import io.sensieve.topic.Topics;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs a pass of each variant on a small scenario. */
class PassesIT {
    private static final int RECORDS = 600;

    private static BenchmarkCluster cluster;
    private static Scenario scenario;
    private static Passes passes;

    @BeforeAll
    static void fill() {
        cluster = new BenchmarkCluster();
        SensorRows rows = SensorRows.generated(250, 24);
        scenario = Scenario.create(cluster, Workload.of(RECORDS, 2, 5, 2), rows, 2, BenchmarkSelections.train(rows, 4));
        passes = new Passes(scenario, Map.of());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldMakeExactlyItsRecordsWhenAVariantRuns(Variant variant) {
        // When
        Progress progress = passes.run(variant);

        // Then
        assertThat(progress.points()).last().extracting(Progress.Point::records).isEqualTo((long) RECORDS);
    }

    @Test
    void shouldCountOutputsWhenNothingCommitsForLong() {
        // When
        Progress progress = new Passes(scenario, Map.of("processing.guarantee", "at_least_once")).run(Variant.COPY);

        // Then
        assertThat(progress.points()).last().extracting(Progress.Point::records).isEqualTo((long) RECORDS);
    }

    @Test
    void shouldFailWhenContentIsWrongOrARecordComesTwice() {
        // Given
        passes.run(Variant.STOCK);
        int index = RECORDS - 1;
        try (DeviceProducer producer = new DeviceProducer(cluster.clientSettings())) {
            producer.send(
                    Topics.REDUCED,
                    scenario.workload().device(index),
                    scenario.reduced(index),
                    scenario.workload().time(index).toEpochMilli());
            producer.flush();
        }

        // When / Then
        assertThatThrownBy(() -> new OutputCheck(scenario, Variant.TOUCH).run())
                .hasMessageContaining("touch, sensor.reduced: record")
                .hasMessageContaining("has wrong content");
        assertThatThrownBy(() -> new OutputCheck(scenario, Variant.STOCK).run())
                .hasMessageContaining("appears instead of record " + (index + 5));
    }

    @Test
    void shouldFailWhenRecordsAreMissing() {
        // Given
        scenario.clearOutputs();

        // When / Then
        assertThatThrownBy(() -> new OutputCheck(scenario, Variant.COPY).run())
                .hasMessageContaining("copy, sensor.reconstructions: 0 records, expected " + RECORDS);
    }
}
