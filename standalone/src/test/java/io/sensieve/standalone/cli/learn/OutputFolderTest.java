package io.sensieve.standalone.cli.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensieve.service.SettingException;
import io.sensieve.standalone.PlantedFile;
import io.sensieve.standalone.Sensieve;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
    @TempDir
    private Path folder;

    @Test
    void shouldAppearWholeWhenItDidNotExist() throws IOException {
        // Given
        Path target = folder.resolve("new/out");

        // When
        try (OutputFolder output = OutputFolder.open(target)) {
            output.write("a", new byte[] {1});
            assertThat(target).doesNotExist();
            output.commit();
        }

        // Then
        assertThat(target.resolve("a")).hasBinaryContent(new byte[] {1});
        assertThat(names(folder.resolve("new"))).containsExactly("out");
    }

    @Test
    void shouldReplaceItsFilesAndKeepOthersWhenItExists() throws IOException {
        // Given
        Files.writeString(folder.resolve("a"), "old");
        Files.writeString(folder.resolve("other"), "kept");

        // When
        try (OutputFolder output = OutputFolder.open(folder)) {
            output.write("a", new byte[] {1});
            assertThat(folder.resolve("a")).hasContent("old");
            output.commit();
        }

        // Then
        assertThat(folder.resolve("a")).hasBinaryContent(new byte[] {1});
        assertThat(names(folder)).containsExactly("a", "other");
    }

    @Test
    void shouldPutFilesIntoSubfoldersWhenTheirNamesHaveThem() throws IOException {
        // Given
        Path old = Files.createDirectories(folder.resolve("here/k5"));
        Files.writeString(old.resolve("a"), "old");

        // When
        for (String target : List.of("here", "new")) {
            try (OutputFolder output = OutputFolder.open(folder.resolve(target))) {
                output.write("k5/a", new byte[] {1});
                output.write("k9/a", new byte[] {2});
                output.commit();
            }
        }
        try (OutputFolder dropped = OutputFolder.open(folder.resolve("dropped"))) {
            dropped.write("k5/a", new byte[] {1});
        }

        // Then
        for (String target : List.of("here", "new")) {
            assertThat(folder.resolve(target).resolve("k5/a")).hasBinaryContent(new byte[] {1});
            assertThat(folder.resolve(target).resolve("k9/a")).hasBinaryContent(new byte[] {2});
            assertThat(names(folder.resolve(target))).containsExactly("k5", "k9");
        }
        assertThat(names(folder)).containsExactly("here", "new");
    }

    @Test
    void shouldLeaveNothingWhenItIsNotCommitted() throws IOException {
        // When
        try (OutputFolder output = OutputFolder.open(folder.resolve("out"))) {
            output.write("a", new byte[] {1});
        }

        // Then
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void shouldNameTheValueWhenItIsAFile() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("file"), "x");

        // When / Then
        assertThatThrownBy(() -> OutputFolder.open(file))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("Invalid value " + file + " for --out: must be a folder");
    }

    /** SIGTERM runs the same hooks as Ctrl-C. */
    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void shouldLeaveNothingWhenTheTrainingIsInterrupted() throws Exception {
        // Given
        Path data = PlantedFile.write(folder.resolve("planted.csv"), 200, 12, 3);
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sensieve.class.getName(),
                        "train",
                        "-d",
                        data.toString(),
                        "-k",
                        "4",
                        "--epochs",
                        "100000",
                        "--out",
                        folder.resolve("out").toString()))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            assertThat(lines.lines()
                            .filter(line -> line.contains("  epoch   10 of"))
                            .findFirst())
                    .isPresent();
            assertThat(names(folder)).hasSize(2);

            // When
            process.destroy();
            process.waitFor();
        }

        // Then
        assertThat(process.exitValue()).isNotZero();
        assertThat(names(folder)).containsExactly("planted.csv");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
