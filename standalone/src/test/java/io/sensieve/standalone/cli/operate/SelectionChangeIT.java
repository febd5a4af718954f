package io.sensieve.standalone.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import io.sensieve.service.Settings;
import io.sensieve.standalone.Cli;
import io.sensieve.standalone.PlantedFile;
import io.sensieve.trainer.TrainerService;
import io.sensieve.trainer.settings.TrainerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An operator at a running trainer. */
@ExtendWith(KafkaClusterExtension.class)
@Timeout(120)
class SelectionChangeIT {
    @TempDir
    private Path folder;

    @Test
    void shouldListHoldGoBackAndRetrainWhenATrainerRuns(KafkaCluster broker) throws Exception {
        String servers = broker.getBootstrapServers();
        TrainerService trainer = TrainerService.create(Settings.of(
                TrainerSettings.definition(),
                Map.of(
                        "kafka.bootstrap.servers", servers,
                        "http.port", "0",
                        "train.k", "4",
                        "train.hidden", "",
                        "window.rows", "400",
                        "window.min.rows", "100")));
        try (trainer) {
            trainer.start();
            Path file = PlantedFile.write(folder.resolve("planted.csv"), 500, 12, 7);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> run(servers, "feed", "-d", file.toString(), "-l", "press")
                                    .exitCode()
                            == 0);
            await().atMost(Duration.ofSeconds(30)).until(() -> list(servers).size() == 1);

            // When / Then: a retrain says what came of it
            Cli retrain = run(servers, "retrain", "-l", "press", "--reason", "new blades", "--json");
            assertThat(retrain.exitCode()).as(retrain.err()).isZero();
            JsonNode answer = new ObjectMapper().readTree(retrain.out());
            assertThat(answer.path("result").asText()).isEqualTo("PUBLISHED");
            assertThat(answer.path("version").asInt()).isEqualTo(2);
            assertThat(answer.at("/trained/championError").asDouble()).isPositive();

            // When / Then: back to the one before, which stays
            Cli rollback = run(servers, "selection", "rollback", "-l", "press");
            assertThat(rollback.exitCode()).as(rollback.err()).isZero();
            assertThat(rollback.out()).contains("rolled back (version 3): version 1 is in force again");
            assertThat(run(servers, "selection", "pin", "-l", "press").out()).contains("pinned (version 3)");
            Cli refused = run(servers, "retrain", "-l", "press");
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err())
                    .contains("Layout press is pinned at version 3; unpin it first (sensieve selection unpin");
            Cli unkept = run(servers, "selection", "rollback", "-l", "press", "--version", "9");
            assertThat(unkept.exitCode()).isEqualTo(2);
            assertThat(unkept.err()).contains("No selection 9 for layout press", "press/1, press/2, press/3");
            Cli unknown = run(servers, "selection", "unpin", "-l", "nobody");
            assertThat(unknown.exitCode()).isEqualTo(2);
            assertThat(unknown.err()).contains("No active selection for layout nobody");

            List<JsonNode> versions = list(servers);
            assertThat(versions)
                    .extracting(version -> version.path("in_force").asBoolean())
                    .containsExactly(false, false, true);
            assertThat(versions.get(2).path("pinned").asBoolean()).isTrue();
            assertThat(versions.get(2).path("republish_of").asInt()).isEqualTo(1);
            assertThat(versions.get(2).path("trigger").asText()).isEqualTo("rollback");
            assertThat(run(servers, "selection", "list").out()).containsPattern("\\+ press +3 .* rollback to 1 ");

            // When / Then: the page
            Path page = folder.resolve("press.html");
            assertThat(run(servers, "selection", "show", "-l", "press", "--html", page.toString())
                            .out())
                    .contains("version 3 (active, pinned)", "replaces version 2");
            assertThat(Files.readString(page)).contains("ROLLED_BACK", "first-window", "new decoder");

            // When / Then: a pin of another version is a switch
            assertThat(run(servers, "selection", "unpin", "-l", "press").exitCode())
                    .isZero();
            assertThat(run(servers, "selection", "pin", "-l", "press", "--version", "2")
                            .out())
                    .contains("rolled back (version 4): version 2 is in force again");
            Cli again = run(servers, "selection", "rollback", "-l", "press", "--version", "4");
            assertThat(again.exitCode()).isEqualTo(1);
            assertThat(again.out()).contains("declined: version 4 is in force");
        }

        // When
        Cli alone = run(servers, "selection", "unpin", "-l", "press", "--wait", "1");
        Cli sent = run(servers, "selection", "unpin", "-l", "press", "--no-wait");

        // Then
        assertThat(alone.exitCode()).isEqualTo(1);
        assertThat(alone.err()).contains("no outcome within 1 s: no trainer runs");
        assertThat(sent.exitCode()).isZero();
        assertThat(sent.out()).contains("sensieve tail retrains");
    }

    private static List<JsonNode> list(String servers) throws IOException {
        List<JsonNode> versions = new ArrayList<>();
        for (String line :
                run(servers, "selection", "list", "--json").out().lines().toList()) {
            versions.add(new ObjectMapper().readTree(line));
        }
        return versions;
    }

    private static Cli run(String servers, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-b", servers));
        return Cli.run(all.toArray(String[]::new));
    }
}
