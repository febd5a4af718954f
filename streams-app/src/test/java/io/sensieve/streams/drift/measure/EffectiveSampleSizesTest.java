package io.sensieve.streams.drift.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.PlantedRecords;
import io.sensieve.streams.drift.distribution.EffectiveSampleSize;
import io.sensieve.streams.drift.window.WindowSettings;
import io.sensieve.streams.testing.TestSelection;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EffectiveSampleSizesTest {
    private static final WindowSettings SETTINGS = new WindowSettings(
            Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofHours(1), 200);

    private final EffectiveSampleSizes sizes = new EffectiveSampleSizes(SETTINGS, 2);

    @Test
    void shouldKeepLayoutsMaxEstimatorsWhenMoreLayoutsCome() {
        // Given
        LoadedSelection selection = selection(1);
        EffectiveSampleSize first = sizes.of("L", selection);

        // When
        for (int i = 0; i < 10; i++) {
            sizes.of("other-" + i, selection);
            sizes.of("L", selection);
        }

        // Then
        assertThat(sizes.size()).isEqualTo(2);
        assertThat(sizes.of("L", selection)).isSameAs(first);
    }

    @Test
    void shouldStartNewEstimateWhenTheSelectionChanges() {
        // Given
        EffectiveSampleSize first = sizes.of("L", selection(1));

        // When
        EffectiveSampleSize second = sizes.of("L", selection(2));

        // Then
        assertThat(second).isNotSameAs(first);
        assertThat(sizes.size()).isEqualTo(1);
    }

    private static LoadedSelection selection(int version) {
        TestSelection test = PlantedRecords.selection("L", version);
        return LoadedSelection.of(test.selection(), test.model(), Optional.empty());
    }
}
