package io.sensieve.standalone.cli.learn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sensieve.model.ModelFile;
import io.sensieve.standalone.Cli;
import io.sensieve.standalone.PlantedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code train} with roles, costs, several K, dead channels and resamples. */
class TrainStudyTest {
    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void plant() throws IOException {
        file = PlantedFile.write(folder.resolve("planted.csv"), 300, 12, 3);
    }

    @Test
    void shouldAvoidExpensiveChannelsWhenAPriceIsSet() throws IOException {
        // Given, When
        JsonNode result = json("-k", "4", "--required", "mix9,mix11", "--excluded", "source0", "--excluded", "mix4");
        JsonNode priced =
                json("-k", "4", "--cost", "source0=50,source1=50", "--cost", "source2=50", "-D", "train.price=0.5");

        // Then
        assertThat(result.path("names").toString())
                .contains("\"mix9\"", "\"mix11\"")
                .doesNotContain("source0", "mix4");
        assertThat(priced.path("names").toString()).doesNotContain("source0", "source1", "source2");
    }

    @Test
    void shouldPrintTheConstraintsWhenSomeAreSet() throws IOException {
        // Given
        String[] options = {
            "-k", "3", "--required", "mix9", "--excluded", "mix4,mix5", "--cost", "mix9=2.5", "-D", "train.budget=5"
        };

        // When
        JsonNode constraints = json(options).path("constraints");
        Cli text = train(options);

        // Then
        assertThat(constraints.path("required").toString()).isEqualTo("[\"mix9\"]");
        assertThat(constraints.path("excluded").toString()).isEqualTo("[\"mix4\",\"mix5\"]");
        assertThat(constraints.path("costs")).hasSize(3);
        assertThat(constraints.path("costs").path("mix9").asDouble()).isEqualTo(2.5);
        assertThat(constraints.path("total_cost").asDouble()).isEqualTo(4.5);
        assertThat(constraints.path("budget").asDouble()).isEqualTo(5);
        assertThat(constraints.has("price")).isFalse();
        assertThat(text.out())
                .contains("constraints: required mix9; excluded mix4, mix5; the channels cost 4.5 of at most 5.0")
                .containsPattern("index +channel +score");
        assertThat(json("-k", "3").has("constraints")).isFalse();
        assertThat(json("-k", "3", "--excluded", "mix4").path("constraints").toString())
                .isEqualTo("{\"excluded\":[\"mix4\"]}");
    }

    @Test
    void shouldNameConstantAndEmptyChannelsWhenTheFileHasSome() throws IOException {
        // Given
        List<String> lines = Files.readAllLines(file);
        List<String> more = new ArrayList<>(List.of(lines.get(0) + ",still,silent"));
        lines.stream().skip(1).map(line -> line + ",7,").forEach(more::add);
        assertThat(json("-k", "4").path("constant_or_empty")).isEmpty();
        Files.write(file, more);

        // When
        JsonNode result = json("-k", "4");
        Cli text = train("-k", "4");

        // Then
        assertThat(result.path("constant_or_empty").toString()).isEqualTo("[\"still\",\"silent\"]");
        assertThat(text.out()).contains("2 channels are constant or empty in the train rows: still, silent");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--required mix99 | Invalid value mix99 for --required: the file has no channel 'mix99'",
                "--excluded source0,nope | Invalid value nope for --excluded: the file has no channel 'nope'",
                "--cost nope=2 | Invalid value nope for --cost: the file has no channel 'nope'",
                "--cost source0 | Invalid value source0 for --cost: must be NAME=COST",
                "--cost source0=dear | Invalid value source0=dear for --cost: the cost must be a number",
                "--cost source0=-1 | the cost must be at least 0",
                "--required source0 --excluded source0 | Channel 'source0' is in both --required and --excluded",
                "--required source0,source1,source2 | k = 2, but 3 channels are required",
                "--stability 1 | Invalid value 1 for --stability: must be at least 2",
                "--report no/such/folder/r.html | Invalid value no/such/folder/r.html for --report"
            })
    void shouldNameTheMistakeWhenAnOptionIsWrong(String options, String message) {
        // Given
        List<String> arguments = new ArrayList<>(List.of("train", "-d", file.toString(), "-k", "2"));
        arguments.addAll(List.of(options.split(" ")));

        // When
        Cli cli = Cli.run(arguments.toArray(String[]::new));

        // Then
        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains(message);
    }

    @Test
    void shouldWarnWhenCostsHaveNoEffect() {
        // Given, When
        Cli cli = train("-k", "2", "--cost", "source0=3");

        // Then
        assertThat(cli.exitCode()).isZero();
        assertThat(cli.err()).contains("--cost has an effect only with -D train.price=P or -D train.budget=B");
    }

    @Test
    void shouldPrintTheErrorWithoutAChannelWhenTrained() throws IOException {
        // Given, When
        JsonNode resilience = json("-k", "4").path("resilience");
        Cli text = train("-k", "4");

        // Then: a spare lowers the error, because any five channels reconstruct all others
        assertThat(resilience.path("rows").asInt()).isEqualTo(48);
        assertThat(resilience.path("dead")).hasSize(4);
        assertThat(resilience.path("spares")).hasSize(4);
        for (JsonNode dead : resilience.path("dead")) {
            assertThat(dead.path("error_missing").asDouble())
                    .isGreaterThan(1.5 * resilience.path("error").asDouble());
            assertThat(dead.path("spare").path("error").asDouble())
                    .isLessThan(dead.path("error_missing").asDouble());
        }
        assertThat(text.out()).contains("if the sensor of a selected channel fails, worst first", "with spare");
    }

    @Test
    void shouldPrintTheCurveAndItsKneeWhenThereAreSeveralK() throws IOException {
        // Given
        Path out = folder.resolve("out");
        Files.createDirectories(out.resolve("k1"));

        // When
        JsonNode result = json("-k", "8,1,2,4,4", "--out", out.toString());
        Cli text = train("-k", "1,2,4,8");
        JsonNode alone = json("-k", "4");

        // Then: four sources are planted
        assertThat(result.path("curve")).hasSize(4);
        assertThat(result.path("curve").findValuesAsText("k")).containsExactly("1", "2", "4", "8");
        assertThat(result.path("knee").asInt()).isEqualTo(4);
        assertThat(result.path("selections").get(2).path("names")).isEqualTo(alone.path("names"));
        assertThat(result.path("selections").get(2).path("test_error")).isEqualTo(alone.path("test_error"));
        assertThat(text.out()).contains("<- knee");
        for (int k : new int[] {1, 2, 4, 8}) {
            assertThat(ModelFile.parse(Files.readAllBytes(out.resolve("k" + k).resolve("model.safetensors")))
                            .channels())
                    .hasSize(k);
            assertThat(new ObjectMapper()
                            .readTree(Files.readString(out.resolve("k" + k).resolve("selection.json")))
                            .path("k")
                            .asInt())
                    .isEqualTo(k);
        }
        assertThat(out).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void shouldCountHowOftenEachChannelIsSelectedWhenStabilityIsRequested() throws IOException {
        // Given, When
        JsonNode result = json("-k", "4", "--required", "mix9", "--stability", "5");

        // Then
        JsonNode stability = result.path("stability");
        assertThat(stability.path("selections").asInt()).isEqualTo(5);
        assertThat(stability.path("jaccard").asDouble()).isBetween(0.0, 1.0);
        assertThat(stability.path("kuncheva").asDouble()).isBetween(-1.0, 1.0);
        int all = 0;
        for (JsonNode one : stability.path("times")) {
            all += one.path("times").asInt();
            if (one.path("name").asText().equals("mix9")) {
                assertThat(one.path("times").asInt()).isEqualTo(5);
            }
        }
        assertThat(all).isEqualTo(5 * 4);
    }

    private Cli train(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("train", "-d", file.toString(), "-D", "train.decoder.epochs=5", "-D", "train.hidden=16"));
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray(String[]::new));
    }

    private JsonNode json(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.add("--json");
        Cli cli = train(arguments.toArray(String[]::new));
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        return new ObjectMapper().readTree(cli.out());
    }
}
