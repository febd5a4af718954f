package io.sensieve.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the launcher scripts in a copy of the repository whose build and whose {@code java} only print what they do. */
class LauncherTest {
    private static final Path ROOT = Path.of("..");
    private static final int SECONDS = 20;

    @TempDir
    private Path home = Path.of("");

    /** Exit code, and standard output and error together. */
    private record Run(int code, String output) {}

    @BeforeEach
    void copyScripts() throws IOException {
        for (String script : List.of("sensieve", "benchmarks/run", "system-tests/run", "bin/launch.sh")) {
            Path copy = home.resolve(script);
            Files.createDirectories(copy.getParent());
            Files.copy(ROOT.resolve(script), copy);
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.writeString(home.resolve("pom.xml"), "");
        Files.createDirectories(home.resolve("standalone/src/main"));
        Files.writeString(home.resolve("standalone/pom.xml"), "");
        script("mvnw", "mkdir -p standalone/target benchmarks/target system-tests/target; echo \"built with $*\"");
        java("17.0.15");
        script("jdk/release", "");
    }

    @ParameterizedTest
    @CsvSource({
        "sensieve, standalone, io.sensieve.standalone.Sensieve",
        "benchmarks/run, benchmarks, io.sensieve.benchmarks.Benchmarks",
        "system-tests/run, system-tests, io.sensieve.systemtests.SystemTests"
    })
    void shouldBuildTheModuleAndRunItsMainClass(String script, String module, String main)
            throws IOException, InterruptedException {
        // When
        Run run = run(script, "some", "two words");

        // Then
        assertThat(run.code()).as(run.output()).isZero();
        assertThat(run.output())
                .contains("-pl " + module + " -am package")
                .contains(home + "/" + module + "/target/lib/* " + main + " some two words");
    }

    @Test
    void shouldNotBuildWhenNoSourceIsNewer() throws IOException, InterruptedException {
        // Given
        run("sensieve");

        // When
        Run run = run("sensieve");

        // Then
        assertThat(run.output()).doesNotContain("built").contains("io.sensieve.standalone.Sensieve");
    }

    @Test
    void shouldBuildAgainWhenASourceIsNewer() throws IOException, InterruptedException {
        // Given
        run("sensieve");
        Files.setLastModifiedTime(
                home.resolve("standalone/pom.xml"), FileTime.from(Instant.now().plusSeconds(SECONDS)));

        // When
        Run run = run("sensieve");

        // Then
        assertThat(run.output()).contains("built");
    }

    /** Kills the holder of the lock in the moment in which the command returns that has created the lock. */
    @ParameterizedTest
    @ValueSource(strings = {"sensieve", "benchmarks/run", "system-tests/run"})
    void shouldBuildWhenTheHolderOfTheLockWasKilledBeforeItsNextStep(String script)
            throws IOException, InterruptedException {
        // Given
        for (String command : List.of("ln", "mkdir")) {
            script("bin/" + command, "PATH=${PATH#*:} " + command + " \"$@\" && kill -9 $PPID");
        }
        Run killed = run(script);
        Files.delete(home.resolve("bin/ln"));
        Files.delete(home.resolve("bin/mkdir"));

        // When
        Run run = run(script);

        // Then
        assertThat(killed.code()).as(killed.output()).isNotZero();
        assertThat(run.code()).as(run.output()).isZero();
        assertThat(run.output()).contains("built");
        assertThat(home.resolve(".build-lock")).doesNotExist();
    }

    @Test
    void shouldWaitAndNameTheHolderWhenTheHolderOfTheLockIsAlive() throws IOException, InterruptedException {
        // Given
        Path lock = home.resolve(".build-lock");
        Process holder = new ProcessBuilder("sleep", "3").start();
        Files.createSymbolicLink(lock, Path.of(Long.toString(holder.pid())));

        // When
        Run run = run("sensieve");

        // Then
        assertThat(holder.isAlive()).isFalse();
        assertThat(run.code()).as(run.output()).isZero();
        assertThat(run.output())
                .contains("sensieve: waiting for process " + holder.pid())
                .contains(lock.toString());
    }

    @Test
    void shouldReleaseTheLockWhenTheBuildFails() throws IOException, InterruptedException {
        // Given
        script("mvnw", "exit 1");

        // When
        Run run = run("sensieve");

        // Then
        assertThat(run.code()).isNotZero();
        assertThat(Files.isSymbolicLink(home.resolve(".build-lock"))).isFalse();
    }

    @Test
    void shouldNameTheVersionWhenJavaIsTooOld() throws IOException, InterruptedException {
        // Given
        java("11.0.2");

        // When
        Run run = run("sensieve");

        // Then
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.output()).contains("Java 11 is too old").contains("JAVA_HOME");
    }

    @ParameterizedTest
    @CsvSource({"23.0.1, false", "24, true", "25.0.1, true"})
    void shouldAllowNativeAccessFromJava24On(String version, boolean expected)
            throws IOException, InterruptedException {
        // Given
        java(version);

        // When
        Run run = run("sensieve");

        // Then
        assertThat(run.output().contains("--enable-native-access=ALL-UNNAMED")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "sensieve, streams, --add-modules jdk.incubator.vector",
        "sensieve, demo, ''",
        "benchmarks/run, wide, --add-modules jdk.incubator.vector -Xmx2g",
        "benchmarks/run, warm, --add-modules jdk.incubator.vector",
        "system-tests/run, torture, -Xmx512m"
    })
    void shouldAddTheOptionsOfACommand(String script, String command, String options)
            throws IOException, InterruptedException {
        // Given
        Files.writeString(home.resolve("jdk/release"), "MODULES=\"java.base jdk.incubator.vector\"");

        // When
        Run run = run(script, command);

        // Then
        assertThat(run.output()).contains("launched " + options + (options.isEmpty() ? "" : " ") + "-cp ");
    }

    private void java(String version) throws IOException {
        script(
                "jdk/bin/java",
                "if [ \"$1\" = -XshowSettings:properties ]; then echo '    java.home = " + home.resolve("jdk")
                        + "'; echo 'openjdk version \"" + version + "\"'; else echo launched \"$@\"; fi");
    }

    private void script(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Run run(String script, String... arguments) throws IOException, InterruptedException {
        Path output = home.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(home.resolve(script).toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        builder.environment().put("PATH", home.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().remove("SENSIEVE_JAVA_OPTS");
        Process process = builder.start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(script + " still runs after " + SECONDS + " s: " + Files.readString(output));
        }
        return new Run(process.exitValue(), Files.readString(output));
    }
}
