package io.sensieve.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.common.BrokerCluster;
import io.kroxylicious.testing.kafka.common.BrokerConfig;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import io.sensieve.DriftReport;
import io.sensieve.codec.AvroCodec;
import io.sensieve.service.Settings;
import io.sensieve.topic.Topics;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three instances on three brokers share the partitions. Together they must report the same figures as a single
 * instance with the same records.
 */
@ExtendWith(KafkaClusterExtension.class)
@NullUnmarked
class ScaleOutIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String GROUP = "scale-out";
    private static final List<String> LAYOUTS = List.of("L", "M");
    private static final int RECORDS = 12_000;
    private static final int DEVICES = 60;
    private static final int WINDOWS = 6;
    private static final long WINDOW_MS = 10_000;
    private static final long GRACE_MS = 5_000;
    private final Instant start = aligned(Instant.now().minus(Duration.ofMinutes(10)));
    private static final Pattern RECONSTRUCTED =
            Pattern.compile("^sensieve_records_reconstructed_total\\{.*} ([0-9.E]+)$", Pattern.MULTILINE);

    @TempDir
    Path folder;

    /** @param shares records that each instance reconstructed */
    /** Figures that depend on the order and on the sampling of the records. */
    private static final String[] OF_SAMPLES = {"detection", "repeatedShare", "outOfRangeShare"};

    private record Run(Map<String, DriftReport> reports, List<Long> shares) {}

    @Test
    void shouldReportTheSameAsOneInstanceWhenThreeShareThePartitions(
            @BrokerCluster(numBrokers = 3) @BrokerConfig(name = "default.replication.factor", value = "3")
                    KafkaCluster threeBrokers,
            KafkaCluster oneBroker)
            throws Exception {
        // When
        Run three = run(threeBrokers, 3);
        Run one = run(oneBroker, 1);

        // Then
        assertThat(three.shares()).allSatisfy(share -> assertThat(share).isGreaterThan(RECORDS / 10));
        assertThat(three.reports())
                .hasSize(LAYOUTS.size() * WINDOWS)
                .containsOnlyKeys(one.reports().keySet());
        assertThat(three.reports().values().stream()
                        .mapToLong(DriftReport::getRecords)
                        .sum())
                .isEqualTo(RECORDS);
        three.reports().forEach((window, report) -> {
            assertThat(report.getOutOfOrderRecords()).isPositive();
            // The sum of sketches is exact, so that quantiles and counts are equal.
            assertThat(report)
                    .usingRecursiveComparison()
                    .withEqualsForType(ScaleOutIT::equalToRounding, Double.class)
                    .ignoringFields(OF_SAMPLES)
                    .isEqualTo(one.reports().get(window));
        });
    }

    private Run run(KafkaCluster brokers, int instances) throws Exception {
        List<StreamsService> services = new ArrayList<>();
        try (Cluster cluster = new Cluster(brokers)) {
            cluster.createTopics();
            for (String layout : LAYOUTS) {
                cluster.publish(PlantedRecords.selection(layout, 1));
            }
            for (int i = 0; i < instances; i++) {
                services.add(start(brokers, instances + "-" + i));
            }
            await().atMost(PATIENCE).until(() -> cluster.readers(GROUP) == instances);
            send(cluster);
            await().atMost(PATIENCE)
                    .until(() ->
                            shares(services).stream().mapToLong(Long::longValue).sum() == RECORDS);
            List<Long> shares = shares(services);
            Instant past = start.plusMillis(WINDOWS * WINDOW_MS + GRACE_MS);
            LAYOUTS.forEach(layout -> cluster.send("last", Records.record(layout, past, new float[PlantedRecords.D])));
            await().atMost(PATIENCE).until(() -> cluster.readAll(Topics.DRIFT).size() >= LAYOUTS.size() * WINDOWS);
            return new Run(reports(cluster), shares);
        } finally {
            services.forEach(StreamsService::close);
        }
    }

    private StreamsService start(KafkaCluster brokers, String state) {
        StreamsService service = StreamsService.create(Settings.of(
                StreamsSettings.definition(),
                Map.of(
                        "kafka.bootstrap.servers",
                        brokers.getBootstrapServers(),
                        "application.id",
                        GROUP,
                        "http.port",
                        "0",
                        "state.dir",
                        folder.resolve(state).toString(),
                        "drift.window.ms",
                        Long.toString(WINDOW_MS),
                        "drift.grace.ms",
                        Long.toString(GRACE_MS),
                        "drift.min.records",
                        "2",
                        "drift.early",
                        "false")));
        service.start();
        return service;
    }

    /**
     * Returns the same records in the same order with every call; event times are out of order by up to three seconds.
     */
    private void send(Cluster cluster) {
        Random random = new Random(31);
        for (int i = 0; i < RECORDS; i++) {
            long span = WINDOWS * WINDOW_MS - 1;
            long time = Math.min(span, i * span / RECORDS + random.nextInt(3_000));
            float[] row = PlantedRecords.row(random);
            row[5] *= i > RECORDS / 2 ? 0.5f : 1;
            String layout = LAYOUTS.get(random.nextInt(LAYOUTS.size()));
            cluster.send("device-" + random.nextInt(DEVICES), Records.record(layout, start.plusMillis(time), row));
        }
        cluster.producer.flush();
    }

    private static List<Long> shares(List<StreamsService> services) throws IOException, InterruptedException {
        List<Long> shares = new ArrayList<>();
        for (StreamsService service : services) {
            HttpRequest request = HttpRequest.newBuilder(service.httpUri().resolve("/metrics"))
                    .build();
            String metrics = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
            shares.add(RECONSTRUCTED
                    .matcher(metrics)
                    .results()
                    .mapToLong(match -> (long) Double.parseDouble(match.group(1)))
                    .sum());
        }
        return shares;
    }

    /** Returns the reports by layout and window. */
    private static Map<String, DriftReport> reports(Cluster cluster) {
        Map<String, DriftReport> reports = new TreeMap<>();
        cluster.readAll(Topics.DRIFT).forEach(record -> {
            DriftReport report = AvroCodec.of(DriftReport.class).decode(record.value());
            assertThat(reports.put(report.getLayout() + " " + report.getWindowStart(), report))
                    .isNull();
        });
        return reports;
    }

    /**
     * Squared errors are added up in single precision before they are in double; sixteen lose less than a millionth.
     */
    private static boolean equalToRounding(double a, double b) {
        return Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(a), Math.abs(b));
    }

    private static Instant aligned(Instant time) {
        long millis = time.toEpochMilli();
        return Instant.ofEpochMilli(millis - millis % WINDOW_MS);
    }
}
