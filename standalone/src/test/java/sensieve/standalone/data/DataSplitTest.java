package sensieve.standalone.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sensieve.service.SettingException;

class DataSplitTest {
    @Test
    void shouldFollowTheColumnWhenEveryRowHasIt() {
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
    void shouldSplitEachRowOnceAndAlwaysAlikeWhenThereIsNoColumn() {
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

    @Test
    void shouldNameTheLineWhenARowNamesNoPart() {
        assertThatThrownBy(() -> DataSplit.of(rows("train", "validation", "test")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("line 3, column 'split': 'validation' must be one of [train, val, test]");
        assertThatThrownBy(() -> DataSplit.of(List.of(row(0, "train"), row(1, null), row(2, "test"))))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("line 3, column 'split': '' must be");
    }

    @Test
    void shouldRefuseWhenNoRowIsForTesting() {
        // When / Then
        assertThatThrownBy(() -> DataSplit.of(rows("train", "val")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("0 test rows");
    }

    private static List<ChannelRow> rows(String... splits) {
        return IntStream.range(0, splits.length)
                .mapToObj(i -> row(i, splits[i]))
                .toList();
    }

    private static ChannelRow row(int value, @org.jspecify.annotations.Nullable String split) {
        return new ChannelRow(
                value + 2, Optional.ofNullable(split), Optional.empty(), OptionalInt.empty(), new float[] {value});
    }

    private static List<Integer> firstValues(float[][] rows) {
        return Arrays.stream(rows).map(values -> (int) values[0]).toList();
    }
}
