package sensieve.standalone.client;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.Option;
import sensieve.registry.RegistrySettings;
import sensieve.service.SettingException;

/** How a command reaches Kafka. */
public final class KafkaOptions {
    private static final String MAX_BLOCK_MS = "15000";

    @Option(
            names = {"-b", "--bootstrap-servers"},
            required = true,
            paramLabel = "B",
            description = "host:port of the Kafka brokers, separated by commas.")
    private String bootstrapServers = "";

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description =
                    "Properties of the Kafka clients, for example for TLS and SASL, and schema.registry.* as in the"
                            + " services.")
    private Optional<Path> commandConfig = Optional.empty();

    @Option(
            names = "--schema-registry-url",
            paramLabel = "URL",
            description = "Schema registry whose format the topics are in: schema.registry.url of the services.")
    private Optional<String> schemaRegistryUrl = Optional.empty();

    /** Settings of every client that the command makes. */
    public Map<String, Object> clientSettings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("default.api.timeout.ms", MAX_BLOCK_MS);
        settings.put("request.timeout.ms", MAX_BLOCK_MS);
        commandConfig.ifPresent(path -> {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new SettingException("--command-config " + path + " cannot be read: " + e, e);
            }
            properties.forEach((key, value) -> settings.put((String) key, value));
        });
        settings.put("bootstrap.servers", bootstrapServers);
        schemaRegistryUrl.ifPresent(url -> settings.put(RegistrySettings.PREFIX + "url", url));
        return settings;
    }

    /** Those of {@code clientSettings} that are Kafka's, to be added to. */
    public static Map<String, Object> ofKafka(Map<String, Object> clientSettings) {
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.keySet().removeIf(key -> key.startsWith(RegistrySettings.PREFIX));
        return settings;
    }
}
