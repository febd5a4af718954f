package io.sensieve.trainer.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultyChannelsTest {
    private static final List<Channel> CHANNELS = List.of(
            channel(ChannelRole.CANDIDATE),
            channel(ChannelRole.CANDIDATE),
            channel(ChannelRole.REQUIRED),
            channel(ChannelRole.CANDIDATE));
    private static final float NONE = Float.NaN;

    @Test
    void shouldFindTheChannelsOfTheRequestExceptRequiredAndUnknownOnes() {
        assertThat(FaultyChannels.find(List.of(3, 2, 1, -1, 4), List.of(), new float[2][4], CHANNELS))
                .containsExactly(1, 3);
    }

    @Test
    void shouldFindChannelsWithoutLiveValuesWhenTheyUsuallyVary() {
        // Given: 0 lives, 1 is missing, 2 is frozen, 3 is always constant
        float[][] window = new float[100][];
        float[][] newest = new float[20][];
        for (int r = 0; r < window.length; r++) {
            window[r] = new float[] {r, r, r, 5};
        }
        for (int r = 0; r < newest.length; r++) {
            newest[r] = new float[] {r, r < 9 ? r : NONE, 7, 5};
        }

        // When / Then
        assertThat(FaultyChannels.silent(newest, window)).containsExactly(1, 2);
    }

    @Test
    void shouldKeepAChannelFaultyUntilHalfOfTheNewestRowsHaveDifferentValues() {
        // Given: 0 is stuck, 1 has too few values, 3 has recovered
        float[][] newest = {
            {5, 1, 0, NONE},
            {5, NONE, 0, NONE},
            {5, NONE, 0, 7},
            {5, NONE, 0, 8},
        };

        // When / Then
        assertThat(FaultyChannels.find(List.of(), List.of(0, 1, 3), newest, CHANNELS))
                .containsExactly(0, 1);
        newest[3][3] = 7;
        assertThat(FaultyChannels.find(List.of(), List.of(3), newest, CHANNELS)).containsExactly(3);
        newest[2][3] = NONE;
        assertThat(FaultyChannels.find(List.of(), List.of(3), newest, CHANNELS)).containsExactly(3);
    }

    @Test
    void shouldExcludeFaultyChannelsAndMaskTheirValues() {
        // Given
        float[][] rows = {{1, 2, 3, 4}};

        // When / Then
        assertThat(FaultyChannels.exclude(CHANNELS, List.of(1)))
                .extracting(Channel::getRole)
                .containsExactly(
                        ChannelRole.CANDIDATE, ChannelRole.EXCLUDED, ChannelRole.REQUIRED, ChannelRole.CANDIDATE);
        assertThat(FaultyChannels.mask(rows, List.of(1))[0]).containsExactly(1, NONE, 3, 4);
        assertThat(rows[0]).containsExactly(1, 2, 3, 4);
    }

    private static Channel channel(ChannelRole role) {
        return new Channel("c", "", 1.0, role);
    }
}
