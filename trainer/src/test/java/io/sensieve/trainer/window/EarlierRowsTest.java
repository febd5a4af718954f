package io.sensieve.trainer.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EarlierRowsTest {
    @Test
    void shouldSampleAllExpiredRowsUniformlyWhenTheyAreMoreThanTheCapacity() {
        // Given: 100,000 rows, of which the window's span holds 4,000
        EarlierRows earlier = new EarlierRows(1_000);
        UniformWindow window = new UniformWindow(1_000, 0, 4_000, new SplittableRandom(5), earlier);

        // When
        for (int i = 0; i < 100_000; i++) {
            window.offer(new WindowRow(i, new float[0]), new RecordPosition(0, i, 0));
        }

        // Then: about 208 in each fifth of the rows before the span
        assertThat(earlier.rows()).hasSizeBetween(500, 1_000);
        for (int part = 0; part < 5; part++) {
            long from = part * 19_200L;
            double share = earlier.rows().stream()
                            .filter(row -> row.timestamp() >= from && row.timestamp() < from + 19_200)
                            .count()
                    / (double) earlier.rows().size();
            assertThat(share).isCloseTo(0.2, within(0.06));
        }
    }

    @Test
    void shouldRemoveRowsFromATimeOnWhenTheyAreReadAgain() {
        // Given
        EarlierRows earlier = new EarlierRows(10);
        UniformWindow window = new UniformWindow(10, 0, 1_000, new SplittableRandom(5), earlier);
        for (int i = 0; i < 10; i++) {
            window.offer(new WindowRow(i, new float[0]), new RecordPosition(0, i, 0));
        }
        window.restart(8);

        // When
        earlier.removeFrom(5);

        // Then
        assertThat(earlier.rows()).extracting(WindowRow::timestamp).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(window.size()).isZero();
    }
}
