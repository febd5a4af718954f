package io.sensieve.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutLabelsTest {
    private final List<String> removed = new ArrayList<>();
    private final LayoutLabels labels = new LayoutLabels(2, removed::add);

    @Test
    void shouldShareOneLabelWhenThereAreMoreLayoutsThanAllowed() {
        assertThat(labels.of("a")).isEqualTo("a");
        assertThat(labels.of("b")).isEqualTo("b");
        assertThat(labels.of("c")).isEqualTo("other");
        assertThat(labels.of("a")).isEqualTo("a");
    }

    @Test
    void shouldTakeTheLabelOfAnUnknownLayoutWhenAKnownOneNeedsIt() {
        // Given
        labels.of("invented1");
        labels.of("invented2");
        labels.setKnown(List.of("known"));

        // When / Then
        assertThat(labels.of("known")).isEqualTo("known");
        assertThat(removed).hasSize(1);
        assertThat(labels.of(removed.get(0))).isEqualTo("other");
    }

    @Test
    void shouldKeepTheLabelsOfKnownLayoutsWhenNamesAreInvented() {
        // Given
        labels.setKnown(List.of("a", "b"));
        labels.of("a");
        labels.of("b");

        // When / Then
        assertThat(labels.of("invented")).isEqualTo("other");
        assertThat(labels.of("a")).isEqualTo("a");
        assertThat(removed).isEmpty();
    }

    @Test
    void shouldGiveNoLabelWhenOnlyARequestNamesTheLayout() {
        assertThat(labels.ofKnown("requested")).isEqualTo("other");
        assertThat(labels.of("sent")).isEqualTo("sent");
        assertThat(labels.ofKnown("sent")).isEqualTo("sent");
    }
}
