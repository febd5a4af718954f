package io.sensieve.standalone.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sensieve.service.Settings;
import io.sensieve.standalone.Cli;
import io.sensieve.standalone.PlantedFile;
import io.sensieve.standalone.broker.EmbeddedBroker;
import io.sensieve.trainer.TrainerService;
import io.sensieve.trainer.settings.TrainerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Changes the active selection of a running trainer; each test continues with the versions of the ones before. */
@NullUnmarked
@Timeout(120)
@TestMethodOrder(OrderAnnotation.class)
class SelectionChangeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static TrainerService trainer;

    @BeforeAll
    static void publishFirstSelection() throws IOException {
        broker = EmbeddedBroker.start(folder.resolve("broker"));
        trainer = TrainerService.create(Settings.of(
                TrainerSettings.definition(),
                Map.of(
                        "kafka.bootstrap.servers", broker.bootstrapServers(),
                        "http.port", "0",
                        "train.k", "4",
                        "train.hidden", "",
                        "window.rows", "400",
                        "window.min.rows", "100")));
        trainer.start();
        Path file = PlantedFile.write(folder.resolve("planted.csv"), 500, 12, 7);
        await().atMost(PATIENCE)
                .until(() -> run("feed", "-d", file.toString(), "-l", "press").exitCode() == 0);
        await().atMost(PATIENCE).until(() -> versions().size() == 1);
    }

    @AfterAll
    static void stop() {
        trainer.close();
        broker.close();
    }

    @Test
    @Order(1)
    void shouldPrintTheOutcomeWhenARetrainIsRequested() throws IOException {
        // When
        Cli cli = run("retrain", "-l", "press", "--reason", "new blades", "--json");

        // Then
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        JsonNode outcome = new ObjectMapper().readTree(cli.out());
        assertThat(outcome.path("result").asText()).isEqualTo("PUBLISHED");
        assertThat(outcome.path("version").asInt()).isEqualTo(2);
        assertThat(outcome.at("/training/championError").asDouble()).isPositive();
    }

    @Test
    @Order(2)
    void shouldRepublishTheVersionBeforeWhenRolledBack() throws IOException {
        // When
        Cli cli = run("selection", "rollback", "-l", "press");

        // Then
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("rolled back (version 3): version 1 is ");
        JsonNode republished = versions().get(2);
        assertThat(republished.path("republish_of").asInt()).isEqualTo(1);
        assertThat(republished.path("trigger").asText()).isEqualTo("rollback");
    }

    @Test
    @Order(3)
    void shouldRefuseARetrainWhenTheSelectionIsPinned() {
        // When
        Cli pin = run("selection", "pin", "-l", "press");
        Cli retrain = run("retrain", "-l", "press");

        // Then
        assertThat(pin.out()).contains("pinned (version 3)");
        assertThat(retrain.exitCode()).isEqualTo(2);
        assertThat(retrain.err())
                .contains("Layout press is pinned at version 3; unpin it first (sensieve selection unpin");
    }

    @Test
    @Order(4)
    void shouldListKeptVersionsWhenTheOneToRollBackToIsNotKept() {
        // When
        Cli cli = run("selection", "rollback", "-l", "press", "--version", "9");

        // Then
        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("No selection 9 for layout press", "press/1, press/2, press/3");
    }

    @Test
    @Order(5)
    void shouldRefuseToUnpinWhenTheLayoutHasNoSelection() {
        // When
        Cli cli = run("selection", "unpin", "-l", "nobody");

        // Then
        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("No active selection for layout nobody");
    }

    @Test
    @Order(6)
    void shouldMarkThePinnedActiveVersionWhenSelectionsAreListed() throws IOException {
        // When
        List<JsonNode> versions = versions();
        Cli list = run("selection", "list");

        // Then
        assertThat(versions)
                .extracting(version -> version.path("active").asBoolean())
                .containsExactly(false, false, true);
        assertThat(versions.get(2).path("pinned").asBoolean()).isTrue();
        assertThat(list.out()).containsPattern("\\+ press +3 .* rollback to 1 ");
    }

    @Test
    @Order(7)
    void shouldWriteTheHistoryWhenASelectionIsShownAsHtml() throws IOException {
        // Given
        Path page = folder.resolve("press.html");

        // When
        Cli cli = run("selection", "show", "-l", "press", "--html", page.toString());

        // Then
        assertThat(cli.out()).contains("version 3 (active, pinned)", "replaces version 2");
        assertThat(Files.readString(page)).contains("ROLLED_BACK", "first-window", "new decoder");
    }

    @Test
    @Order(8)
    void shouldRepublishTheVersionWhenAnotherThanTheActiveOneIsPinned() {
        // When
        Cli unpin = run("selection", "unpin", "-l", "press");
        Cli pin = run("selection", "pin", "-l", "press", "--version", "2");

        // Then
        assertThat(unpin.exitCode()).isZero();
        assertThat(pin.out()).contains("rolled back (version 4): version 2 is ");
    }

    @Test
    @Order(9)
    void shouldFailWhenTheActiveVersionIsRolledBackTo() {
        // When
        Cli cli = run("selection", "rollback", "-l", "press", "--version", "4");

        // Then
        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.out()).contains("declined: version 4 is ");
    }

    @Test
    @Order(10)
    void shouldFailWhenNoTrainerAnswersInTime() {
        // Given
        trainer.close();

        // When
        Cli cli = run("selection", "unpin", "-l", "press", "--wait", "1");

        // Then
        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err()).contains("no outcome within 1 s: no trainer runs");
    }

    @Test
    @Order(11)
    void shouldSendTheRequestOnlyWhenItMustNotWait() {
        // When
        Cli cli = run("selection", "unpin", "-l", "press", "--no-wait");

        // Then
        assertThat(cli.exitCode()).isZero();
        assertThat(cli.out()).contains("sensieve tail retrains");
    }

    private static List<JsonNode> versions() throws IOException {
        List<JsonNode> versions = new ArrayList<>();
        for (String line : run("selection", "list", "--json").out().lines().toList()) {
            versions.add(new ObjectMapper().readTree(line));
        }
        return versions;
    }

    private static Cli run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-b", broker.bootstrapServers()));
        return Cli.run(all.toArray(String[]::new));
    }
}
