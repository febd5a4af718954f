package io.sensieve.streams;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import io.sensieve.service.Settings;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/**
 * Settings of Kafka Streams: application id, guarantee, threads and state directory.
 *
 * @param applicationId consumer group, and prefix of internal topics and transactional ids
 * @param guarantee Kafka Streams' {@code processing.guarantee}
 * @param threads number of stream threads of the process
 * @param stateDir directory of the local state; empty for Kafka Streams' default
 */
record KafkaStreamsSettings(String applicationId, String guarantee, int threads, String stateDir) {
    private static final String APPLICATION_ID = "application.id";
    private static final String GUARANTEE = "processing.guarantee";
    private static final String THREADS = "threads";
    private static final String STATE_DIR = "state.dir";
    private static final String EXACTLY_ONCE = "exactly_once_v2";

    /** Adds the keys of these settings to {@code definition}. */
    static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        APPLICATION_ID,
                        Type.STRING,
                        "sensieve-streams",
                        new NonEmptyString(),
                        HIGH,
                        "Application id of Kafka Streams: consumer group, and prefix of internal topics and transactional ids.")
                .define(
                        GUARANTEE,
                        Type.STRING,
                        EXACTLY_ONCE,
                        ValidString.in(EXACTLY_ONCE, "at_least_once"),
                        HIGH,
                        "exactly_once_v2: each record yields exactly one output, through crashes too. at_least_once: a crash may repeat outputs.")
                .define(
                        THREADS,
                        Type.INT,
                        1,
                        Range.between(1, 256),
                        MEDIUM,
                        "Stream threads of this process; threads beyond the number of input partitions stay idle.")
                .define(
                        STATE_DIR,
                        Type.STRING,
                        "",
                        MEDIUM,
                        "Directory of the local state; each process needs its own. Empty for Kafka Streams' default in the temporary directory.");
    }

    /** Reads these settings. */
    static KafkaStreamsSettings of(Settings settings) {
        return new KafkaStreamsSettings(
                settings.getString(APPLICATION_ID),
                settings.getString(GUARANTEE),
                settings.getInt(THREADS),
                settings.getString(STATE_DIR));
    }
}
