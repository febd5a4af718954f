package io.sensieve.trainer.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.MissingValue;
import io.sensieve.Selection;
import io.sensieve.trainer.fixture.TestRecords;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeclaredMissingValuesTest {
    private static final DeclaredMissingValues DECLARED = DeclaredMissingValues.of(" -2e2, turbine:9999 ,turbine:-200");

    @Test
    void shouldAddTheValuesOfAllLayoutsAndOfItsOwnWhenASelectionListsNone() {
        assertThat(DECLARED.addTo(selection("turbine")).getMissingValues())
                .containsExactly(
                        new MissingValue(0, -200f),
                        new MissingValue(0, 9999f),
                        new MissingValue(1, -200f),
                        new MissingValue(1, 9999f));
        assertThat(DECLARED.addTo(selection("pump")).getMissingValues())
                .containsExactly(new MissingValue(0, -200f), new MissingValue(1, -200f));
    }

    @Test
    void shouldKeepTheListedValuesWhenSomeAreDeclaredToo() {
        // Given
        Selection listing = selection("pump", new MissingValue(1, -200f), new MissingValue(1, 5f));

        // When / Then
        assertThat(DECLARED.addTo(listing).getMissingValues())
                .containsExactly(new MissingValue(1, -200f), new MissingValue(1, 5f), new MissingValue(0, -200f));
    }

    @Test
    void shouldReturnTheSameSelectionWhenNothingIsDeclared() {
        // Given
        Selection selection = selection("pump", new MissingValue(1, 5f));

        // When / Then
        assertThat(DeclaredMissingValues.NONE.addTo(selection)).isSameAs(selection);
    }

    private static Selection selection(String layout, MissingValue... listed) {
        return Selection.newBuilder(TestRecords.selection(layout, 1, TestRecords.model(0), 0.1))
                .setMissingValues(List.of(listed))
                .build();
    }
}
