package io.sensieve.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensieve.SensorRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommonSettingsTest {
    @TempDir
    Path folder;

    @Test
    void shouldFindNoSchemasWhenNoFolderIsSet() {
        // When
        List<Schema> schemas = CommonSettings.writerSchemas(settings(""));

        // Then
        assertThat(schemas).isEmpty();
    }

    @Test
    void shouldReadTheSchemasWhenTheFolderHoldsSome() throws IOException {
        // Given
        Files.writeString(
                folder.resolve("v1.avsc"), SensorRecord.getClassSchema().toString());
        Files.writeString(folder.resolve("readme.txt"), "not a schema");

        // When
        List<Schema> schemas = CommonSettings.writerSchemas(settings(folder.toString()));

        // Then
        assertThat(schemas).containsExactly(SensorRecord.getClassSchema());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "\"string\"",
                "{\"type\": \"record\", \"name\": \"Other\", \"fields\": []}",
                "{\"type\": \"record\", \"name\": \"io.sensieve.SensorRecord\", \"fields\": []}",
                "{\"type\": \"record\", \"name\": \"io.sensieve.SensorRecord\", \"fields\": [{\"name\": \"a\"}]}"
            })
    void shouldNameTheSettingInOneLineWhenASchemaIsOfNoUse(String schema) throws IOException {
        // Given
        Files.writeString(folder.resolve("v1.avsc"), schema);

        // When / Then
        assertRefused(folder.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"no/such/folder", "a\0b"})
    void shouldNameTheSettingInOneLineWhenTheFolderIsNone(String value) {
        // When / Then
        assertRefused(value);
    }

    @Test
    void shouldListenOnLoopbackWhenNothingElseIsSaid() throws IOException {
        // When
        String host = settings("").getString(CommonSettings.HTTP_HOST);

        // Then
        assertThat(InetAddress.getByName(host).isLoopbackAddress()).isTrue();
    }

    private static void assertRefused(String value) {
        Settings settings = settings(value);
        assertThatThrownBy(() -> CommonSettings.writerSchemas(settings))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(value)
                .hasMessageContaining("for schemas.dir: must be a folder of .avsc files")
                .hasMessageNotContaining("\n");
    }

    private static Settings settings(String folder) {
        return Settings.of(
                CommonSettings.define(new ConfigDef(), 0),
                Map.of("kafka.bootstrap.servers", "localhost:9092", "schemas.dir", folder));
    }
}
