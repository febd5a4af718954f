package io.sensieve.streams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Deletes the global stores in the state directory before each start, so that Kafka Streams restores them from the
 * topics. Under {@code exactly_once_v2}, Kafka Streams 4.3 refuses global stores that a killed process has left and
 * does not delete them, so that every further start would fail (KAFKA-21034).
 */
final class GlobalStateDirectory {
    private static final String FOLDER = "global";

    private GlobalStateDirectory() {}

    /** Deletes the global stores. Call it in the process that owns the state directory, before its threads start. */
    static void delete(Properties properties) {
        String stateDir = properties.getProperty(
                StreamsConfig.STATE_DIR_CONFIG,
                String.valueOf(StreamsConfig.configDef().defaultValues().get(StreamsConfig.STATE_DIR_CONFIG)));
        Path folder = Path.of(stateDir, properties.getProperty(StreamsConfig.APPLICATION_ID_CONFIG), FOLDER);
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot delete the global stores of an earlier process in " + folder + ": " + e, e);
        }
    }
}
