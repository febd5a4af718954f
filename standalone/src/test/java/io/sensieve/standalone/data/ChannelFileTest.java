package io.sensieve.standalone.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensieve.service.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelFileTest {
    @TempDir
    private Path folder;

    @Test
    void shouldReadAllColumnsWhenFileHasThem() throws IOException {
        // Given
        Path file =
                write("split,batch,timestamp,label,a,b\ntrain,1,2026-01-31T12:00:00Z,3,1.5,-2\ntest,2,1000,4,,NaN\n");

        // When
        List<ChannelRow> rows = read(file);

        // Then
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).split()).contains("train");
        assertThat(rows.get(1).batch()).contains("2");
        assertThat(rows.get(0).timestamp()).contains(Instant.parse("2026-01-31T12:00:00Z"));
        assertThat(rows.get(0).wholeLabel()).isEqualTo(OptionalInt.of(3));
        assertThat(rows.get(0).values()).containsExactly(1.5f, -2f);
        assertThat(rows.get(1).timestamp()).contains(Instant.ofEpochMilli(1000));
        assertThat(rows.get(1).values()).containsExactly(Float.NaN, Float.NaN);
    }

    @Test
    void shouldReadMarkedCellsAsMissing() throws IOException {
        // Given
        Path file = write("a,b\n-200,1\n-200.0,bad\n3,-2e2\n");

        // When
        List<ChannelRow> rows;
        try (ChannelFile data = ChannelFile.open(file, MissingMarkers.of(List.of("-200", " Bad")))) {
            rows = data.readAll();
        }

        // Then
        assertThat(rows.get(0).values()).containsExactly(Float.NaN, 1);
        assertThat(rows.get(1).values()).containsExactly(Float.NaN, Float.NaN);
        assertThat(rows.get(2).values()).containsExactly(3, Float.NaN);
    }

    @Test
    void shouldNameTheOptionWhenACellIsAText() throws IOException {
        // Given
        Path file = write("a,b\n1,Bad\n");

        // When / Then
        assertThatThrownBy(() -> read(file))
                .hasMessageEndingWith("line 2, column 'b': 'Bad' must be a finite number, or empty for a missing value;"
                        + " --missing-values=Bad reads such cells as missing");
    }

    @Test
    void shouldTakeEveryColumnAsChannelWhenNoneIsReserved() throws IOException {
        // Given
        Path file = write("\"temp, inlet\",speed\n1,2\n");

        // When
        try (ChannelFile data = ChannelFile.open(file)) {
            // Then
            assertThat(data.channelNames()).containsExactly("temp, inlet", "speed");
            assertThat(data.readAll().get(0).label()).isEmpty();
        }
    }

    @Test
    void shouldUnzipWhenFileIsGzipWhateverItsName() throws IOException {
        // Given
        Path file = folder.resolve("data.bin");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("a,b\n1,2\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }

        // When
        List<ChannelRow> rows = read(file);

        // Then
        assertThat(rows.get(0).values()).containsExactly(1, 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a,b\n1,x\n'|line 2, column 'b': 'x' must be a finite number",
                "'a,b\n1,Infinity\n'|line 2, column 'b': 'Infinity' must be a finite number",
                "'a,b\n1,2\n1\n'|Record 3 has 1 fields, but first record had 2 fields",
                "'1.5,2\n1,2\n'|column name '1.5' must be a text; the first line must name the columns",
                "'a,a\n1,2\n'|two columns are named 'a'",
                "'label,split\n1,train\n'|has no channel",
                "'a;b;c\n1;2;3\n'|must be separated by commas",
                "'P\u0003K,b\n1,2\n'|is not text; it must be CSV, optionally gzipped",
                "'timestamp,a\nnoon,1\n'|line 2, column 'timestamp': 'noon' must be milliseconds",
                "'a,b\n'|has a header and no rows",
                "''|is empty; the first line must name the columns"
            })
    void shouldNameLineAndColumnWhenTheFileIsUnreadable(String content, String message) throws IOException {
        // Given
        Path file = write(content);

        // When / Then
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void shouldNameTheLineWhenATextLabelIsReadAsANumber() throws IOException {
        // Given
        ChannelRow row = read(write("label,a\n cat ,1\n")).get(0);

        // When / Then
        assertThat(row.label()).contains("cat");
        assertThatThrownBy(row::wholeLabel)
                .isInstanceOf(SettingException.class)
                .hasMessage("Data file, line 2, column 'label': 'cat' must be a whole number");
    }

    @Test
    void shouldNameTheFileWhenItDoesNotExist() {
        // Given
        Path file = folder.resolve("none.csv");

        // When / Then
        assertThatThrownBy(() -> read(file)).hasMessage("Data file " + file + " does not exist");
    }

    @Test
    void shouldNameTheFileWhenGzipIsTruncated() throws IOException {
        // Given
        Path whole = folder.resolve("whole.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
            for (int i = 0; i < 20_000; i++) {
                out.write(("c" + i + ",").getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        byte[] bytes = Files.readAllBytes(whole);
        Path file = folder.resolve("cut.gz");
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));

        // When / Then
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void shouldOpenTheShippedDataWhenAskedByResource() {
        // When
        try (ChannelFile file = ChannelFile.openResource("/io/sensieve/data/isolet-2600.csv.gz")) {
            // Then
            assertThat(file.channelNames()).hasSize(617);
            assertThat(file.readAll()).hasSize(2600);
        }
    }

    private Path write(String content) throws IOException {
        return Files.writeString(folder.resolve("data.csv"), content);
    }

    private static List<ChannelRow> read(Path file) {
        try (ChannelFile data = ChannelFile.open(file)) {
            return data.readAll();
        }
    }
}
