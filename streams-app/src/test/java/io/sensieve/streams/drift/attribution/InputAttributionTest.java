package io.sensieve.streams.drift.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Eight channels, of which 0 and 4 are selected; each predicts the three that follow it. */
class InputAttributionTest {
    private static final int[] SELECTED = {0, 4};
    private static final double[][] RESPONSES = {{1, 0.5, 0.5, 0.5, 0, 0, 0, 0}, {0, 0, 0, 0, 1, 0.5, 0.5, 0.5}};

    @Test
    void shouldExplainTheErrorsOfItsGroupWhenAnInputIsMirrored() {
        // Given: mirrored, its variance goes four times into each
        double[] excess = {0, 1, 1, 1, 0, 0, 0, 0};

        // When
        InputAttribution attribution = new InputAttribution(SELECTED, RESPONSES, excess);

        // Then
        assertThat(attribution.explained()).containsExactly(3, 0);
        assertThat(attribution.unexplained()).containsOnly(0);
    }

    @Test
    void shouldLeaveAChannelsErrorUnexplainedWhenTheChannelItselfHasShifted() {
        // Given
        double[] excess = {0, 0.5, 0.5, 0.5, 0, 0, 6, 0};

        // When
        InputAttribution attribution = new InputAttribution(SELECTED, RESPONSES, excess);

        // Then
        assertThat(attribution.explained()).containsExactly(1.5, 0);
        assertThat(attribution.unexplained()).containsExactly(0, 0, 0, 0, 0, 0, 6, 0);
    }

    @Test
    void shouldNotExplainErrorsWhenOnlySomeChannelsOfTheGroupShowThem() {
        // Given: were the input at fault, the third would show it
        double[] excess = {0, 1, 1, 0, 0, 0, 0, 0};

        // When
        InputAttribution attribution = new InputAttribution(SELECTED, RESPONSES, excess);

        // Then
        assertThat(attribution.explained()).containsOnly(0);
        assertThat(attribution.unexplained()).isEqualTo(excess);
    }

    @Test
    void shouldNotAttributeTheErrorToTheInputWhenOnlyOneChannelHasIt() {
        // Given: an input that predicts only one channel
        double[][] responses = {{1, 0.5, 0, 0, 0, 0, 0, 0}, {}};

        // When
        InputAttribution attribution = new InputAttribution(SELECTED, responses, new double[] {0, 1, 0, 0, 0, 0, 0, 0});

        // Then
        assertThat(attribution.explained()).containsOnly(0);
    }

    @Test
    void shouldNotAttributeErrorsToAnInputWhenItsSensorIsFaulty() {
        // Given
        double[][] responses = {{}, RESPONSES[1]};
        double[] excess = new double[8];
        Arrays.fill(excess, 1, 4, 1);

        // When
        InputAttribution attribution = new InputAttribution(SELECTED, responses, excess);

        // Then
        assertThat(attribution.unexplained()).isEqualTo(excess);
    }
}
