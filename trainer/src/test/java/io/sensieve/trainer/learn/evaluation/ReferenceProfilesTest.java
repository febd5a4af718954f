package io.sensieve.trainer.learn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.ChannelProfile;
import org.junit.jupiter.api.Test;

class ReferenceProfilesTest {

    @Test
    void shouldMakeTenEvenBinsWhenValuesAreSpread() {
        // Given
        float[] values = new float[1000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i * 37) % 1000;
        }

        // When
        ChannelProfile profile = ReferenceProfiles.profile(values);

        // Then
        assertThat(profile.getEdges()).containsExactly(100f, 200f, 300f, 400f, 500f, 600f, 700f, 800f, 900f);
        assertThat(profile.getExpected()).hasSize(11).startsWith(0.1f, 0.1f).endsWith(0.1f, 0f);
    }

    @Test
    void shouldMergeBinsWhenValuesRepeat() {
        // Given
        float[] values = {0, 0, 0, 0, 0, 0, -0f, 1, 1, 1};

        // When
        ChannelProfile profile = ReferenceProfiles.profile(values);

        // Then
        assertThat(profile.getEdges()).containsExactly(1f);
        assertThat(profile.getExpected()).containsExactly(0.7f, 0.3f, 0f);
    }

    @Test
    void shouldCountMissingValuesLastWhenThereAreSome() {
        // Given
        float[] values = {Float.NaN, 2, 1, Float.NaN};

        // When
        ChannelProfile profile = ReferenceProfiles.profile(values);

        // Then
        assertThat(profile.getEdges()).containsExactly(2f);
        assertThat(profile.getExpected()).containsExactly(0.25f, 0.25f, 0.5f);
    }

    @Test
    void shouldHaveOneEmptyBinWhenEverythingIsMissing() {
        assertThat(ReferenceProfiles.profile(new float[] {Float.NaN, Float.NaN}).getExpected())
                .containsExactly(0f, 1f);
    }

    @Test
    void shouldHaveOneBinWhenValuesAreConstant() {
        // Given
        float[] values = {3, 3, 3};

        // When
        ChannelProfile profile = ReferenceProfiles.profile(values);

        // Then
        assertThat(profile.getEdges()).isEmpty();
        assertThat(profile.getExpected()).containsExactly(1f, 0f);
    }
}
