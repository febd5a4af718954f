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
 * The copies of selections, models and layouts in the state folder. They are made anew at each start: under
 * {@code exactly_once_v2} Kafka Streams 4.3 refuses those that a killed process left once they were on disk, and leaves
 * them there, so that every further start fails as well (KAFKA-21034).
 */
final class GlobalStateDirectory {
    private static final String FOLDER = "global";

    private GlobalStateDirectory() {}

    /** Deletes them; for the process that holds the state folder, before its threads start. */
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
                    "the state that an earlier process left in " + folder + " cannot be deleted: " + e, e);
        }
    }
}
