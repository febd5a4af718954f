package io.sensieve.standalone.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensieve.service.SettingException;
import io.sensieve.trainer.learn.settings.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DataSplitTest {
    @Test
    void shouldSplitByTheColumnWhenEveryRowHasIt() {
        // When
        DataSplit split = DataSplit.of(rows("train", "train", "val", "test"));

        // Then
        assertThat(firstValues(split.train())).containsExactly(0, 1);
        assertThat(firstValues(split.validation())).containsExactly(2);
        assertThat(firstValues(split.test())).containsExactly(3);
    }

    @Test
    void shouldTakeValidationFromTheEndOfTrainWhenColumnNamesNone() {
        // When
        DataSplit split = DataSplit.of(rows("train", "train", "train", "train", "train", "test"));

        // Then
        assertThat(firstValues(split.train())).containsExactly(0, 1, 2, 3);
        assertThat(firstValues(split.validation())).containsExactly(4);
    }

    @Test
    void shouldSplitReproduciblyWhenThereIsNoColumn() {
        // Given
        List<ChannelRow> rows =
                IntStream.range(0, 100).mapToObj(i -> row(i, null)).toList();

        // When
        DataSplit split = DataSplit.of(rows);
        DataSplit again = DataSplit.of(rows);

        // Then
        assertThat(split.train()).hasNumberOfRows(64);
        assertThat(split.validation()).hasNumberOfRows(16);
        assertThat(split.test()).hasNumberOfRows(20);
        assertThat(Stream.of(split.train(), split.validation(), split.test())
                        .flatMap(Arrays::stream)
                        .map(values -> (int) values[0]))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 100).boxed().toList());
        assertThat(firstValues(again.train())).isEqualTo(firstValues(split.train()));
    }

    /** A single outlier would dominate the test error. */
    @Test
    void shouldTreatAnOutlierAsMissingWhenItIsInTheTestRows() {
        // Given: 0 to 19 to learn from
        List<ChannelRow> rows = Stream.concat(
                        IntStream.range(0, 20).mapToObj(i -> row(i, i < 16 ? "train" : "val")),
                        Stream.of(row(7, "test"), row(1_000_000, "test"), row(30, "test")))
                .toList();
        DataSplit split = DataSplit.of(rows);

        // When
        DataSplit without = split.withoutOutliers(split.trainingData(List.of("a")));

        // Then
        assertThat(without.test()[0]).containsExactly(7);
        assertThat(without.test()[1]).containsExactly(Float.NaN);
        assertThat(without.test()[2]).containsExactly(30);
        assertThat(without.train()).isSameAs(split.train());
    }

    @Test
    void shouldNameTheLineWhenARowHasAnInvalidSplit() {
        assertThatThrownBy(() -> DataSplit.of(rows("train", "validation", "test")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("line 3, column 'split': 'validation' must be one of [train, val, test]");
        assertThatThrownBy(() -> DataSplit.of(List.of(row(0, "train"), row(1, null), row(2, "test"))))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("line 3, column 'split': '' must be");
    }

    @Test
    void shouldRefuseWhenThereAreNoTestRows() {
        // When / Then
        assertThatThrownBy(() -> DataSplit.of(rows("train", "val")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("0 test rows");
    }

    @Test
    void shouldOrderClassesByNameWhenLabelsAreTexts() {
        // When
        RowClasses classes = classes("dog", "cat", "cat", "bee");

        // Then
        assertThat(classes.names()).containsExactly("bee", "cat", "dog");
        assertThat(classes.train()).containsExactly(2, 1);
        assertThat(classes.validation()).containsExactly(1);
        assertThat(classes.test()).containsExactly(0);
    }

    @Test
    void shouldOrderClassesByNumberWhenLabelsAreNumbers() {
        assertThat(classes("10", "9", "-1", "9").names()).containsExactly("-1", "9", "10");
    }

    @Test
    void shouldNameTheLineWhenALabelIsMissing() {
        assertThatThrownBy(() -> classes("a", "b", "", "a"))
                .isInstanceOf(SettingException.class)
                .hasMessage(
                        "Data file, line 4, column 'label': is empty; task = classification needs a label in every row");
        assertThatThrownBy(() -> classes("", "", "", ""))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("no column 'label'");
    }

    private static RowClasses classes(String... labels) {
        List<String> splits = List.of("train", "train", "val", "test");
        List<ChannelRow> rows = IntStream.range(0, labels.length)
                .mapToObj(i -> new ChannelRow(
                        i + 2,
                        Optional.of(splits.get(i)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(labels[i]).filter(label -> !label.isEmpty()),
                        new float[] {i}))
                .toList();
        return DataSplit.of(rows, Task.CLASSIFICATION).classes().orElseThrow();
    }

    private static List<ChannelRow> rows(String... splits) {
        return IntStream.range(0, splits.length)
                .mapToObj(i -> row(i, splits[i]))
                .toList();
    }

    private static ChannelRow row(int value, @org.jspecify.annotations.Nullable String split) {
        return new ChannelRow(
                value + 2,
                Optional.ofNullable(split),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new float[] {value});
    }

    private static List<Integer> firstValues(float[][] rows) {
        return Arrays.stream(rows).map(values -> (int) values[0]).toList();
    }
}
