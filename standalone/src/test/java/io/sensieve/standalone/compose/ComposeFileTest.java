package io.sensieve.standalone.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.service.CommonSettings;
import io.sensieve.service.HealthProbe;
import io.sensieve.service.Settings;
import io.sensieve.standalone.Cli;
import io.sensieve.standalone.Sensieve;
import io.sensieve.streams.StreamsMain;
import io.sensieve.trainer.TrainerMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the compose files against settings, ports, commands and versions of the services. */
class ComposeFileTest {
    private static final Map<String, ConfigDef> DEFINITIONS = Map.of(
            "trainer",
            TrainerMain.runner().definition(),
            "streams",
            StreamsMain.runner().definition());

    @ParameterizedTest
    @ValueSource(strings = {"trainer", "streams"})
    void shouldSetOnlyValidSettingsWhenAServiceIsComposed(String service) throws IOException {
        // Given
        ConfigDef definition = DEFINITIONS.get(service);
        Map<String, String> variables = ComposeFile.read("docker-compose.yml").variables(service);
        if (service.equals("trainer")) {
            variables.putAll(ComposeFile.read("docker-compose.gpu.yml").variables(service));
        }

        // When
        Settings settings = Settings.load(definition, Optional.empty(), variables, Map.of());

        // Then
        assertThat(settings.kafka()).containsOnly(Map.entry("bootstrap.servers", "kafka:9092"));
        assertThat(variables.keySet())
                .allSatisfy(name -> assertThat(name).startsWith("SENSIEVE_"))
                .filteredOn(name -> !name.startsWith("SENSIEVE_KAFKA_"))
                .extracting(name -> name.substring("SENSIEVE_".length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.'))
                .isSubsetOf(definition.names());
    }

    @ParameterizedTest
    @ValueSource(strings = {"trainer", "streams"})
    void shouldUseThePortOfTheServiceWhenHealthAndMetricsAreRead(String service) throws IOException {
        // Given
        int port = (int) DEFINITIONS.get(service).defaultValues().get(CommonSettings.HTTP_PORT);

        // When
        List<String> check = ComposeFile.read("docker-compose.yml").healthCheck(service);

        // Then
        assertThat(check).containsSequence(HealthProbe.class.getName(), "http://127.0.0.1:" + port + "/health/ready");
        assertThat(Files.readString(Path.of("..", "grafana", "prometheus", "prometheus.yml")))
                .containsPattern("names: \\[" + service + "\\]\\s+type: A\\s+port: " + port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"topics", "device"})
    void shouldPassValidOptionsWhenACommandIsComposed(String service) throws IOException {
        // When
        List<String> command = ComposeFile.read("docker-compose.yml").list(service, "command");

        // Then
        assertThat(Sensieve.commandLine()
                        .parseArgs(command.toArray(String[]::new))
                        .subcommand()
                        .matchedOption("--bootstrap-servers")
                        .stringValues())
                .containsExactly("kafka:9092");
    }

    @Test
    void shouldNameTheVersionsOfThisBuildWhenImagesAreSelected() throws IOException {
        // Given
        String version = Cli.run("--version").out().strip().replace("sensieve ", "");

        // When
        Map<String, String> choices = ComposeFile.choices();

        // Then
        assertThat(choices)
                .containsEntry("TRAINER_IMAGE", "sensieve/trainer:" + version)
                .containsEntry("STREAMS_IMAGE", "sensieve/streams-app:" + version)
                .containsEntry("CLI_IMAGE", "sensieve/standalone:" + version)
                .containsEntry("KAFKA_IMAGE", "apache/kafka:" + AppInfoParser.getVersion());
    }

    @Test
    void shouldDropPrivilegesAndUseLoopbackWhenAServiceRuns() throws IOException {
        // When
        ComposeFile file = ComposeFile.read("docker-compose.yml");

        // Then
        assertThat(file.services()).isNotEmpty().allSatisfy((name, service) -> {
            assertThat(service).containsEntry("read_only", true).containsEntry("cap_drop", List.of("ALL"));
            if (service.containsKey("ports")) {
                assertThat(file.list(name, "ports"))
                        .allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:"));
            }
            file.variables(name).forEach((variable, value) -> {
                if (variable.contains("PASSWORD")) {
                    assertThat(value).as(variable).isEqualTo("required");
                }
            });
        });
    }
}
