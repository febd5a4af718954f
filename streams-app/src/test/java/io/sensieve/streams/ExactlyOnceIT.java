package io.sensieve.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.common.BrokerConfig;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import io.sensieve.Reconstruction;
import io.sensieve.ReducedRecord;
import io.sensieve.codec.AvroCodec;
import io.sensieve.streams.selection.SelectionStores;
import io.sensieve.topic.DeadLetterHeaders;
import io.sensieve.topic.Topics;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Kills the app's process without warning while records flow. */
@ExtendWith(KafkaClusterExtension.class)
@NullUnmarked
class ExactlyOnceIT {
    private static final String GROUP = "exactly-once";
    private static final int DEVICES = 5;
    private static final int GARBAGE_EACH = 50;
    private static final int KILLS = 3;
    private static final int BETWEEN_KILLS = 2_000;

    @TempDir
    Path folder;

    @Test
    void shouldLoseAndRepeatNothingWhenProcessIsKilled(
            @BrokerConfig(name = "transaction.abort.timed.out.transaction.cleanup.interval.ms", value = "500")
                    KafkaCluster broker)
            throws Exception {
        try (Cluster cluster = new Cluster(broker)) {
            // Given
            cluster.createTopics();
            AtomicBoolean sending = new AtomicBoolean(true);
            Map<String, Integer> sent = new HashMap<>();
            Thread sender = new Thread(() -> send(cluster, sending, sent), "sender");
            sender.start();

            // When
            List<Process> processes = new ArrayList<>();
            try {
                for (int kill = 0; kill < KILLS; kill++) {
                    Process process = start(broker.getBootstrapServers(), "state-" + kill / 2);
                    processes.add(process);
                    if (kill == 1) {
                        cluster.publish(PlantedRecords.selection("L", 1));
                    }
                    long before = cluster.committed(GROUP);
                    await().atMost(Duration.ofSeconds(60))
                            .pollInterval(Duration.ofMillis(100))
                            .until(() -> cluster.committed(GROUP) >= before + BETWEEN_KILLS);
                    process.destroyForcibly().waitFor();
                }
                sending.set(false);
                sender.join();
                processes.add(start(broker.getBootstrapServers(), "state-last"));
                await().atMost(Duration.ofSeconds(60)).until(() -> outputs(cluster) >= cluster.sent());
                Process last = processes.get(processes.size() - 1);
                last.destroy();
                assertThat(last.waitFor(20, TimeUnit.SECONDS)).isTrue();
            } finally {
                sending.set(false);
                processes.forEach(Process::destroyForcibly);
            }

            // Then
            List<ConsumerRecord<byte[], byte[]>> reduced = cluster.readAll(Topics.REDUCED);
            List<ConsumerRecord<byte[], byte[]>> letters = cluster.readAll(Topics.DEAD_LETTERS);
            assertThat(numbers(reduced)).isEqualTo(expected(sent));
            assertThat(reduced.size() + letters.size()).isEqualTo(cluster.sent());
            assertThat(letters).allSatisfy(letter -> {
                assertThat(letter.headers().lastHeader(DeadLetterHeaders.REASON).value())
                        .isEqualTo("bad-header".getBytes(UTF_8));
                assertThat(new String(letter.value(), UTF_8)).startsWith("garbage ");
            });
            AvroCodec<Reconstruction> codec = AvroCodec.of(Reconstruction.class);
            assertThat(cluster.readAll(Topics.RECONSTRUCTIONS))
                    .hasSameSizeAs(reduced)
                    .allSatisfy(
                            record -> assertThat(codec.decode(record.value()).getSelectionVersion())
                                    .isEqualTo(1));
        }
    }

    @Test
    void shouldStartAgainWhenProcessWasKilledAfterItsGlobalStoresWereOnDisk(KafkaCluster broker) throws Exception {
        try (Cluster cluster = new Cluster(broker)) {
            // Given
            cluster.createTopics();
            Process killed = start(broker.getBootstrapServers(), "state");
            try {
                // RocksDB flushes its memory to disk from 16 MB on.
                for (int version = 1; version <= 10; version++) {
                    cluster.publish(PlantedRecords.large("L", version));
                }
                await().atMost(Duration.ofSeconds(60)).until(this::hasWrittenModels);
            } finally {
                killed.destroyForcibly().waitFor();
            }
            cluster.publish(PlantedRecords.selection("L", 11));

            // When
            Process process = start(broker.getBootstrapServers(), "state");

            // Then
            try {
                cluster.send("device", Records.record("L", Instant.now(), new float[PlantedRecords.D]));
                await().atMost(Duration.ofSeconds(60)).until(() -> outputs(cluster) == 1 || !process.isAlive());
                assertThat(process.isAlive()).isTrue();
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private boolean hasWrittenModels() throws IOException {
        Path models = folder.resolve(Path.of("state", GROUP, "global", "rocksdb", SelectionStores.MODELS));
        try (Stream<Path> files = Files.exists(models) ? Files.list(models) : Stream.empty()) {
            return files.anyMatch(file -> file.toString().endsWith(".sst"));
        }
    }

    private static int outputs(Cluster cluster) {
        return cluster.readAll(Topics.REDUCED).size()
                + cluster.readAll(Topics.DEAD_LETTERS).size();
    }

    private static void send(Cluster cluster, AtomicBoolean sending, Map<String, Integer> sent) {
        for (int i = 0; sending.get(); i++) {
            String device = "device-" + i % DEVICES;
            if (i % GARBAGE_EACH == 0) {
                cluster.send(device, ("garbage " + i).getBytes(UTF_8));
            } else {
                float[] row = new float[PlantedRecords.D];
                Arrays.fill(row, 0.5f);
                row[0] = sent.merge(device, 1, Integer::sum) - 1;
                cluster.send(device, Records.record("L", Instant.now(), row));
            }
            if (i % 20 == 0) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
        cluster.producer.flush();
    }

    private Process start(String bootstrapServers, String state) throws IOException {
        File log = folder.resolve("app.log").toFile();
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                StreamsMain.class.getName(),
                "-Dkafka.bootstrap.servers=" + bootstrapServers,
                "-Dapplication.id=" + GROUP,
                "-Dhttp.port=0",
                "-Dstate.dir=" + folder.resolve(state),
                "-Dkafka.session.timeout.ms=6000",
                "-Dkafka.heartbeat.interval.ms=1000",
                "-Dkafka.producer.transaction.timeout.ms=3000");
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    /** Returns the numbers of each device in the order of the topic. */
    private static Map<String, List<Integer>> numbers(List<ConsumerRecord<byte[], byte[]>> records) {
        AvroCodec<ReducedRecord> codec = AvroCodec.of(ReducedRecord.class);
        Map<String, List<Integer>> numbers = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            numbers.computeIfAbsent(new String(record.key(), UTF_8), device -> new ArrayList<>())
                    .add(codec.decode(record.value()).getValues().get(0).intValue());
        }
        return numbers;
    }

    private static Map<String, List<Integer>> expected(Map<String, Integer> sent) {
        Map<String, List<Integer>> numbers = new HashMap<>();
        sent.forEach((device, count) ->
                numbers.put(device, IntStream.range(0, count).boxed().toList()));
        return numbers;
    }
}
