package io.sensieve.standalone.cli;

import io.sensieve.registry.RegistrySettings;
import io.sensieve.service.SettingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.utils.Utils;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads the options that connect a command to Kafka and the schema registry. */
public final class KafkaOptions {
    private static final String MAX_BLOCK = "default.api.timeout.ms";
    private static final String MAX_BLOCK_MS = "15000";
    private static final int CONNECT_MS = 2_000;

    @Option(
            names = {"-b", "--bootstrap-servers"},
            required = true,
            paramLabel = "B",
            description = "Kafka brokers as host:port, separated by commas.")
    private String bootstrapServers = "";

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description =
                    "Properties file of the Kafka clients, for example for TLS and SASL. May set schema.registry.* as in"
                            + " the services.")
    private Optional<Path> commandConfig = Optional.empty();

    @Option(
            names = "--schema-registry-url",
            paramLabel = "URL",
            description = "Schema registry, if the topics use its wire format; schema.registry.url of the services.")
    private Optional<String> schemaRegistryUrl = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    private boolean probed;

    /**
     * Returns the settings of every client of the command, and prints a warning if no broker answers.
     *
     * @throws SettingException if the file of {@code --command-config} cannot be read
     */
    public Map<String, Object> clientSettings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(MAX_BLOCK, MAX_BLOCK_MS);
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
        if (!probed) {
            probed = true;
            connectionProblem().ifPresent(problem -> {
                PrintWriter err = command.commandLine().getErr();
                err.println(command.qualifiedName() + ": no broker answers at " + bootstrapServers + " (" + problem
                        + "), trying for " + settings.get(MAX_BLOCK) + " ms");
                err.flush();
            });
        }
        return settings;
    }

    /** Why no broker can be reached; empty if one can, or if an address is invalid, which Kafka's clients report. */
    private Optional<String> connectionProblem() {
        Optional<String> problem = Optional.empty();
        for (String server : bootstrapServers.split(",", -1)) {
            String address = server.trim();
            String host = Utils.getHost(address);
            Integer port = Utils.getPort(address);
            if (host == null || port == null) {
                return Optional.empty();
            }
            try (Socket socket = new Socket()) {
                InetSocketAddress broker = new InetSocketAddress(host, port);
                if (!broker.isUnresolved()) {
                    socket.connect(broker, CONNECT_MS);
                    return Optional.empty();
                }
            } catch (IOException | IllegalArgumentException e) {
                problem = Optional.of(String.valueOf(e.getMessage()));
            }
        }
        return problem;
    }
}
