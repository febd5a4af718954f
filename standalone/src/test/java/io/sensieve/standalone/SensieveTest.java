package io.sensieve.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class SensieveTest {
    @Test
    void shouldListEveryCommandWhenAskedForHelp() {
        // When
        Cli cli = Cli.run("--help");

        // Then
        assertThat(cli.exitCode()).isZero();
        assertThat(cli.out())
                .contains(
                        "demo",
                        "train",
                        "feed",
                        "trainer",
                        "streams",
                        "tail",
                        "selection",
                        "retrain",
                        "topics",
                        "Exit codes");
    }

    @Test
    void shouldPrintTheVersionOfTheBuildWhenRequested() {
        // When
        Cli cli = Cli.run("--version");

        // Then
        assertThat(cli.out()).matches("sensieve \\d+\\.\\d+\\.\\d+.*\\R");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "train", "compare", "feed", "tail", "selection", "retrain", "topics", "completion"})
    void shouldPrintItsUsageWhenACommandIsAskedForHelp(String command) {
        // When
        Cli cli = Cli.run(command, "--help");

        // Then
        assertThat(cli.exitCode()).isZero();
        assertThat(cli.out()).contains("Usage: sensieve " + command);
    }

    @Test
    void shouldCheckTheFileBeforeTheBrokerWhenFed() {
        // When
        Cli cli = Cli.run("feed", "--data", "no-such.csv", "--bootstrap-servers", "127.0.0.1:1", "--layout", "x");

        // Then
        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("no-such.csv").doesNotContain("broker");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-such-command",
                "train --data x.csv",
                "train --data x.csv --k 3 --method magic",
                "feed --data x.csv --bootstrap-servers localhost:1",
                "tail everything --bootstrap-servers localhost:1",
                "selection",
                "completion fish",
                "demo --k many",
                "trainer -D no.such.setting=1",
                "trainer -Dtrain.k=0 -D kafka.bootstrap.servers=localhost:1",
                "streams --config no-such-file.properties",
                "streams --verbose"
            })
    void shouldEndWithTwoWhenUsedWrongly(String arguments) {
        // When
        Cli cli = Cli.run(arguments.split(" "));

        // Then
        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"trainer", "streams"})
    void shouldEndWithZeroWhenAServiceIsAskedForHelp(String service) {
        // When
        Cli cli = Cli.run(service, "--help");

        // Then
        assertThat(cli.exitCode()).isZero();
    }

    @Test
    void shouldEndWithTwoAndOneLineWhenDataFileIsMissing() {
        // When
        Cli cli = Cli.run("train", "--data", "no-such-file.csv", "--k", "3");

        // Then
        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).isEqualToIgnoringNewLines("sensieve train: Data file no-such-file.csv does not exist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void shouldPrintAScriptWhenACompletionIsRequested(String shell) {
        // When
        Cli cli = Cli.run("completion", shell);

        // Then
        assertThat(cli.exitCode()).isZero();
        assertThat(cli.out())
                .startsWith("#!")
                .contains("complete -F _complete_sensieve", "rollback", "--bootstrap-servers");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "completion fish | expected one of bash, zsh but was 'fish'",
                "tail foo | expected one of reduced, reconstructions, drift, retrains, dead-letters but was 'foo'"
            })
    void shouldListTheChoicesWhenAnArgumentIsUnknown(String arguments, String message) {
        // When
        Cli cli = Cli.run(arguments.split(" "));

        // Then
        assertThat(cli.err()).contains(message);
    }

    @Test
    void shouldWarnAtOnceWhenNoBrokerAnswers(@TempDir Path folder) throws IOException {
        // Given
        Path config = Files.writeString(
                folder.resolve("client.properties"), "default.api.timeout.ms=300\nrequest.timeout.ms=300\n");
        int port;
        try (ServerSocket taken = new ServerSocket(0)) {
            port = taken.getLocalPort();
        }

        // When
        Cli cli = Cli.run(
                "selection", "list", "--bootstrap-servers", "127.0.0.1:" + port, "--command-config", config.toString());

        // Then
        assertThat(cli.exitCode()).isOne();
        assertThat(cli.err().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("sensieve selection list: no broker answers at 127.0.0.1:" + port)
                                .endsWith("trying for 300 ms"),
                        line -> assertThat(line).contains("check that the brokers of --bootstrap-servers are running"));
    }

    @Test
    void shouldNameTheSettingWhenBrokersCannotBeResolved() {
        // When: this can be no host's name (RFC 2606)
        Cli cli = Cli.run("selection", "list", "--bootstrap-servers", "broker.invalid:9092");

        // Then
        assertThat(cli.exitCode()).isOne();
        assertThat(cli.err()).hasLineCount(1).contains("No resolvable bootstrap urls given in bootstrap.servers");
    }

    @Test
    void shouldSuggestACommandInFewLinesWhenACommandIsMistyped() {
        // When
        Cli cli = Cli.run("selction");

        // Then
        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err().lines())
                .hasSizeLessThan(6)
                .anyMatch(line -> line.startsWith("sensieve: ") && line.contains("selction"))
                .anyMatch(line -> line.contains("sensieve selection"))
                .last()
                .isEqualTo("Run 'sensieve --help' for details");
    }

    @Test
    void shouldNameTheMistypedOptionWhenItMakesAnotherOneMissing() {
        // When
        Cli cli = Cli.run("train", "--data", "data.csv", "--kk", "8");

        // Then
        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err())
                .startsWith("sensieve train: Unknown option: '--kk'")
                .contains("--k");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "retrain -b x:1 -l y --since 2027-01-01 | must be a UTC time such as 2026-01-31T12:00:00Z",
                "demo --in-order | --in-order needs --data",
                "demo --window 500 | --window and --rate are allowed only with --in-order"
            })
    void shouldNameTheRemedyWhenAnOptionIsWrong(String arguments, String message) {
        // When
        Cli cli = Cli.run(arguments.split(" "));

        // Then
        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains(message);
    }

    @Test
    void shouldEndWithOneAndTheCauseWhenACommandThrowsAnError() {
        // Given
        StringWriter err = new StringWriter();
        CommandLine line = Sensieve.commandLine().addSubcommand("crash", new Crash());
        line.setErr(new PrintWriter(err));

        // When
        int exitCode = Sensieve.run(line, "crash");

        // Then
        assertThat(exitCode).isOne();
        assertThat(err.toString()).startsWith("sensieve: java.lang.NoClassDefFoundError: io/sensieve/Missing");
    }

    @Command(name = "crash")
    private static final class Crash implements Runnable {
        @Override
        public void run() {
            throw new NoClassDefFoundError("io/sensieve/Missing");
        }
    }
}
