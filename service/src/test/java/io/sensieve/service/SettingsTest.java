package io.sensieve.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final ConfigDef DEFINITION = new ConfigDef()
            .define("drift.window.ms", Type.LONG, 60_000L, Range.atLeast(1), Importance.HIGH, "Length of a window.")
            .define("k", Type.INT, 50, Range.between(1, 1000), Importance.HIGH, "Channels to choose.")
            .define("ratio", Type.DOUBLE, 1.5, Importance.LOW, "A ratio.")
            .define("topics.create", Type.BOOLEAN, true, Importance.LOW, "Whether to create.")
            .define("host", Type.STRING, "here", new NonEmptyString(), Importance.LOW, "A host.")
            .define("task", Type.STRING, "a", ValidString.in("a", "b"), Importance.LOW, "A task.");
    private static final Map<String, String> BROKER = Map.of("kafka.bootstrap.servers", "localhost:9092");

    @TempDir
    Path folder;

    @Test
    void shouldTakeDefaultsWhenNothingIsSet() {
        // When
        Settings settings = Settings.of(DEFINITION, BROKER);

        // Then
        assertThat(settings.getLong("drift.window.ms")).isEqualTo(60_000);
        assertThat(settings.getInt("k")).isEqualTo(50);
        assertThat(settings.getDouble("ratio")).isEqualTo(1.5);
        assertThat(settings.getBoolean("topics.create")).isTrue();
        assertThat(settings.getString("task")).isEqualTo("a");
        assertThat(settings.kafka()).isEqualTo(Map.of("bootstrap.servers", "localhost:9092"));
    }

    @Test
    void shouldPreferTheCommandLineOverTheEnvironmentOverTheFile() throws IOException {
        // Given
        Path file = file("k = 1\nratio = 1\ndrift.window.ms = 1\nkafka.client.id = one\n");
        Map<String, String> environment = Map.of(
                "SENSIEVE_RATIO", "2",
                "SENSIEVE_DRIFT_WINDOW_MS", " 2 ",
                "SENSIEVE_KAFKA_BOOTSTRAP_SERVERS", "two:9092",
                "SENSIEVE_HOME", "/opt",
                "K", "9");
        Map<String, String> overrides = Map.of("drift.window.ms", "3", "kafka.acks", "all");

        // When
        Settings settings = Settings.load(DEFINITION, Optional.of(file), environment, overrides);

        // Then
        assertThat(settings.getInt("k")).isEqualTo(1);
        assertThat(settings.getDouble("ratio")).isEqualTo(2);
        assertThat(settings.getLong("drift.window.ms")).isEqualTo(3);
        assertThat(settings.kafka())
                .isEqualTo(Map.of("bootstrap.servers", "two:9092", "client.id", "one", "acks", "all"));
    }

    @Test
    void shouldNameTheVariableWhenTheValueCameFromIt() {
        // Given
        Map<String, String> environment = Map.of("SENSIEVE_K", "many");

        // When / Then
        assertThatThrownBy(() -> Settings.load(DEFINITION, Optional.empty(), environment, BROKER))
                .hasMessageStartingWith("Invalid value many for SENSIEVE_K: ");
        Map<String, String> overrides = new HashMap<>(BROKER);
        overrides.put("k", "more");
        assertThatThrownBy(() -> Settings.load(DEFINITION, Optional.empty(), environment, overrides))
                .hasMessageStartingWith("Invalid value more for k: ");
    }

    @Test
    void shouldSuggestTheNearestWhenAKeyIsUnknown() {
        // When / Then
        assertRefused("drift.windows.ms", "5")
                .hasMessage("Unknown setting drift.windows.ms = 5; did you mean drift.window.ms? "
                        + "Kafka's own settings start with kafka.");
        assertRefused("bootstrap.servers", "x:1").hasMessageContaining("Kafka's own settings start with kafka.");
        assertRefused("quite.another.matter", "5")
                .hasMessage("Unknown setting quite.another.matter = 5; --help lists the settings. "
                        + "Kafka's own settings start with kafka.");
    }

    @ParameterizedTest
    @CsvSource({
        "k, 0, must be a whole number from 1 to 1000",
        "k, 1001, must be a whole number from 1 to 1000",
        "k, many, must be a whole number from 1 to 1000",
        "k, 1.5, must be a whole number from 1 to 1000",
        "k, '', must be a whole number from 1 to 1000",
        "drift.window.ms, 0, must be a whole number of at least 1",
        "ratio, x, must be a number",
        "topics.create, maybe, must be true or false",
        "host, '', must not be empty",
        "task, 'c\nd', 'must be one of: a, b'"
    })
    void shouldNameKeyValueAndWhatIsAllowedInOneLineWhenAValueIsBad(String key, String value, String allowed) {
        // When / Then
        assertRefused(key, value)
                .hasMessage("Invalid value " + (value.isEmpty() ? "'' (nothing)" : value.replace('\n', ' ')) + " for "
                        + key + ": " + allowed);
    }

    @ParameterizedTest
    @CsvSource({"kafka.client.id, x", "kafka.bootstrap.servers, ''", "kafka.bootstrap.servers, ' '"})
    void shouldRefuseWhenTheBrokersAreMissing(String key, String value) {
        // When / Then
        assertThatThrownBy(() -> Settings.of(DEFINITION, Map.of(key, value)))
                .isInstanceOf(SettingException.class)
                .hasMessage(
                        "Missing setting kafka.bootstrap.servers: host:port of the Kafka brokers, separated by commas");
    }

    @Test
    void shouldNameTheFileWhenItCannotBeRead() throws IOException {
        // Given
        Path missing = folder.resolve("none.properties");
        Path broken = file("k = \\u00zz");

        // When / Then
        for (Path path : new Path[] {missing, broken, folder}) {
            assertThatThrownBy(() -> Settings.load(DEFINITION, Optional.of(path), Map.of(), BROKER))
                    .isInstanceOf(SettingException.class)
                    .hasMessageContaining("Settings file " + path + " cannot be read");
        }
    }

    @Test
    void shouldSayInWordsThatTheFileDoesNotExist() {
        Path nowhere = Path.of("no-such.properties");

        assertThatThrownBy(() -> Settings.load(DEFINITION, Optional.of(nowhere), Map.of(), Map.of()))
                .isInstanceOf(SettingException.class)
                .hasMessage("Settings file no-such.properties cannot be read: it does not exist");
    }

    @Test
    void shouldTakeOwnAndKafkaSettingsFromProvidersWhenTheyNameSome() throws IOException {
        // Given
        Path secrets = Files.writeString(folder.resolve("secrets.properties"), "password=hunter2\nhost=there\n");
        Files.writeString(folder.resolve("truststore"), "in a folder");
        Map<String, String> environment = Map.of(
                "SENSIEVE_CONFIG_PROVIDERS",
                "files, folders, env",
                "SENSIEVE_CONFIG_PROVIDERS_FILES_CLASS",
                FileConfigProvider.class.getName(),
                "SENSIEVE_CONFIG_PROVIDERS_FOLDERS_CLASS",
                DirectoryConfigProvider.class.getName(),
                "SENSIEVE_CONFIG_PROVIDERS_ENV_CLASS",
                EnvVarConfigProvider.class.getName(),
                "SENSIEVE_HOST",
                "${files:" + secrets + ":host}",
                "SENSIEVE_KAFKA_BOOTSTRAP_SERVERS",
                "here:9092");
        Map<String, String> overrides = Map.of(
                "kafka.sasl.jaas.config",
                "Module required password=\"${files:" + secrets + ":password}\";",
                "kafka.ssl.truststore.password",
                "${folders:" + folder + ":truststore}",
                "kafka.client.id",
                "on ${env:PATH}",
                "kafka.ssl.key.password",
                "${clients:own:provider}");

        // When
        Settings settings = Settings.load(DEFINITION, Optional.empty(), environment, overrides);

        // Then
        assertThat(settings.getString("host")).isEqualTo("there");
        assertThat(settings.kafka())
                .containsOnly(
                        Map.entry("bootstrap.servers", "here:9092"),
                        Map.entry("sasl.jaas.config", "Module required password=\"hunter2\";"),
                        Map.entry("ssl.truststore.password", "in a folder"),
                        Map.entry("client.id", "on " + System.getenv("PATH")),
                        Map.entry("ssl.key.password", "${clients:own:provider}"));
    }

    @Test
    void shouldShowWhereAValueComesFromAndNotTheValueWhenItIsRefused() throws IOException {
        // Given
        Path secrets = Files.writeString(folder.resolve("secrets.properties"), "k=hunter2\n");
        String variable = "${files:" + secrets + ":k}";

        // When / Then
        assertThatThrownBy(() -> Settings.of(DEFINITION, withFiles("k", variable)))
                .hasMessage("Invalid value " + variable + " for k: must be a whole number from 1 to 1000");
        assertThatThrownBy(() -> Settings.of(DEFINITION, withFiles("kk", variable)))
                .hasMessageStartingWith("Unknown setting kk = " + variable);
        assertRefused("kafak.ssl.key.password", "hunter2")
                .hasMessageStartingWith("Unknown setting kafak.ssl.key.password; ")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void shouldNameTheSettingWhenAProviderDoesNotFindSomething() throws IOException {
        // Given
        Path secrets = Files.writeString(folder.resolve("secrets.properties"), "k=1\n");

        // When / Then
        assertThatThrownBy(() -> Settings.of(DEFINITION, withFiles("k", "${files:" + secrets + ":kk}")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(
                        "Setting k contains ${files:" + secrets + ":kk}, which the provider does not find");
        assertThatThrownBy(() -> Settings.of(DEFINITION, withFiles("k", "${files:none.properties:k}")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("Invalid value files for config.providers")
                .hasMessageContaining("none.properties");
        Map<String, String> unknown = withFiles("config.providers", "vault");
        assertThatThrownBy(() -> Settings.of(DEFINITION, unknown))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("Missing setting config.providers.vault.class");
    }

    private static Map<String, String> withFiles(String key, String value) {
        Map<String, String> all = new HashMap<>(BROKER);
        all.put("config.providers", "files");
        all.put("config.providers.files.class", FileConfigProvider.class.getName());
        all.put(key, value);
        return all;
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("test.properties"), content);
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> assertRefused(String key, String value) {
        Map<String, String> all = new HashMap<>(BROKER);
        all.put(key, value);
        return assertThatThrownBy(() -> Settings.of(DEFINITION, all)).isInstanceOf(SettingException.class);
    }
}
