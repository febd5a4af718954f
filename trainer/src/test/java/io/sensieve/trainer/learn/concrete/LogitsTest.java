package io.sensieve.trainer.learn.concrete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogitsTest {
    private static final Logits TWO_ROWS_PREFER_CHANNEL_1 =
            new Logits(3, 4, new float[] {0, 2, 1, 0, 0, 5, 0, 1, 3, 0, 0, 0});

    @Test
    void shouldGiveTheRowOfTheHigherProbabilityItsChannelWhenTwoPreferTheSame() {
        // Given
        boolean[] all = {true, true, true, true};

        // When
        int[] selected = TWO_ROWS_PREFER_CHANNEL_1.distinct(all);

        // Then
        assertThat(selected).containsExactly(2, 1, 0);
    }

    @Test
    void shouldLeaveOutExcludedChannelsWhenRepeatedChannelsAreReplaced() {
        assertThat(TWO_ROWS_PREFER_CHANNEL_1.distinct(new boolean[] {true, true, false, true}))
                .containsExactly(3, 1, 0);
    }

    @Test
    void shouldCountDistinctChannelsWhenAskedForUniquePercentage() {
        assertThat(Logits.uniquePercentage(TWO_ROWS_PREFER_CHANNEL_1.argMax())).isCloseTo(200.0 / 3, within(1e-9));
    }

    @Test
    void shouldGiveProbabilitiesThatSumToOneWhenLogitsAreLarge() {
        // Given
        Logits logits = new Logits(1, 3, new float[] {-1e9f, 500, 501});

        // When
        double[] best = logits.bestProbabilities();

        // Then
        assertThat(best[0]).isZero();
        assertThat(best[1] + best[2]).isCloseTo(1, within(1e-12));
        assertThat(logits.probability(0, 2)).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-12));
    }
}
