package io.sensieve.service;

import io.sensieve.SensorRecord;
import io.sensieve.codec.AvroCodec;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.jspecify.annotations.Nullable;

/** Defines the settings that all services have. */
public final class CommonSettings {
    public static final String HTTP_HOST = "http.host";
    public static final String HTTP_PORT = "http.port";
    public static final String TOPICS_CREATE = "topics.create";
    public static final String SCHEMAS_DIR = "schemas.dir";
    public static final String LAYOUTS_MAX = "layouts.max";

    private CommonSettings() {}

    /** Adds the settings to {@code definition}. */
    public static ConfigDef define(ConfigDef definition, int httpPort) {
        return definition
                .define(
                        HTTP_HOST,
                        Type.STRING,
                        "127.0.0.1",
                        new NonEmptyString(),
                        Importance.MEDIUM,
                        "Address that serves /metrics, /health/live and /health/ready.")
                .define(
                        HTTP_PORT,
                        Type.INT,
                        httpPort,
                        Range.between(0, 65535),
                        Importance.MEDIUM,
                        "Port that serves /metrics, /health/live and /health/ready; 0 takes a free one.")
                .define(
                        TOPICS_CREATE,
                        Type.BOOLEAN,
                        true,
                        Importance.MEDIUM,
                        "Whether missing topics are created at the start.")
                .define(
                        SCHEMAS_DIR,
                        Type.STRING,
                        "",
                        Importance.LOW,
                        "Folder of .avsc files: other schemas of io.sensieve.SensorRecord that devices write with.")
                .define(
                        LAYOUTS_MAX,
                        Type.INT,
                        100,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Maximum number of layouts that are served; bounds the memory.");
    }

    /**
     * Reads the schemas in the folder {@link #SCHEMAS_DIR}; none if the setting is empty.
     *
     * @throws SettingException if the folder or a file in it cannot be read
     */
    public static List<Schema> writerSchemas(Settings settings) {
        String folder = settings.getString(SCHEMAS_DIR);
        List<Schema> schemas = new ArrayList<>();
        if (folder.isEmpty()) {
            return schemas;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(folder), "*.avsc")) {
            for (Path file : files) {
                schemas.add(readable(parse(file), file));
            }
            return schemas;
        } catch (IOException | DirectoryIteratorException | InvalidPathException e) {
            throw notReadable(folder, e.toString(), e);
        }
    }

    private static @Nullable Schema parse(Path file) {
        try {
            return new SchemaParser().parse(file).mainSchema();
        } catch (IOException | RuntimeException e) {
            // An empty file is a StringIndexOutOfBoundsException, not an exception of Avro.
            throw notReadable(file.toString(), e.toString(), e);
        }
    }

    /** Fails at startup, not at the first record, if a schema cannot be resolved. */
    private static Schema readable(@Nullable Schema schema, Path file) {
        if (schema == null) {
            throw notReadable(file.toString(), "no single schema in it", null);
        }
        try {
            AvroCodec.of(SensorRecord.class).withWriterSchemas(List.of(schema));
            return schema;
        } catch (IllegalArgumentException e) {
            throw notReadable(file.toString(), String.valueOf(e.getMessage()), e);
        }
    }

    private static SettingException notReadable(String value, String problem, @Nullable Throwable cause) {
        String message = "Invalid value " + value + " for " + SCHEMAS_DIR
                + ": must be a folder of .avsc files that SensorRecord can be read from: " + problem;
        return new SettingException(message.replaceAll("\\s*\\R\\s*", " "), cause);
    }
}
