package io.sensieve.streams.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.ChannelProfile;
import io.sensieve.Selection;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.Reconstructor;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TestSelectionTest {
    private static final List<String> CHANNELS = List.of("rpm", "oil", "ram", "dust", "spare", "flow");
    private static final double NOISE = 0.5;

    private final Random random = new Random(4);

    @Test
    void shouldPredictTheOtherChannelsFromTheSelectedOnesWhenTheyAreAffineInThem() {
        // Given
        float[][] rows = rows(500);
        Reconstructor reconstructor = reconstructor(TestSelection.fitted("L", 1, CHANNELS, rows, "ram", "rpm"));

        // When
        float[] fresh = rows(1)[0];
        float[] reconstructed = reconstructor.reconstruct(reconstructor.project(fresh));

        // Then
        assertThat(reconstructor.project(fresh)).containsExactly(fresh[0], fresh[2]);
        for (int c = 0; c < 5; c++) {
            assertThat(reconstructed[c]).as(CHANNELS.get(c)).isCloseTo(fresh[c], within(0.01f));
        }
    }

    @Test
    void shouldReportTheValidationErrorWhenAChannelIsNoisy() {
        // Given
        float[][] rows = rows(4_000);

        // When
        Selection selection =
                TestSelection.fitted("L", 1, CHANNELS, rows, "rpm", "ram").selection();

        // Then
        double scaledNoise = NOISE / selection.getScaling().getRange().get(5);
        assertThat(selection.getReference().getChannelError().get(5).doubleValue())
                .isCloseTo(scaledNoise, within(0.05 * scaledNoise));
        assertThat(selection.getReference().getChannelError().subList(0, 5))
                .allSatisfy(error -> assertThat(error).isLessThan(1e-4f));
        double meanOfHalfNormal = scaledNoise * Math.sqrt(2 / Math.PI) / CHANNELS.size();
        assertThat(selection.getValidation().getMean()).isCloseTo(meanOfHalfNormal, within(0.05 * meanOfHalfNormal));
        assertThat(selection.getValidation().getSd())
                .isCloseTo(meanOfHalfNormal * Math.sqrt(Math.PI / 2 - 1), within(0.05 * meanOfHalfNormal));
        assertThat(selection.getValidation().getPredictMean()).isGreaterThan(10 * meanOfHalfNormal);
    }

    @Test
    void shouldCutAChannelIntoTenEqualBinsWhenItsValuesDiffer() {
        // When
        ChannelProfile profile = profileOf(IntStream.range(0, 200).toArray());

        // Then
        assertThat(profile.getEdges()).containsExactly(20f, 40f, 60f, 80f, 100f, 120f, 140f, 160f, 180f);
        assertThat(profile.getExpected()).containsExactly(.1f, .1f, .1f, .1f, .1f, .1f, .1f, .1f, .1f, .1f, 0f);
    }

    @Test
    void shouldHaveFewerBinsWhenValuesRepeat() {
        // When
        ChannelProfile profile = profileOf(0, 0, 0, 0, 0, 0, 1, 1, 1, 2);

        // Then
        assertThat(profile.getEdges()).containsExactly(1f, 2f);
        assertThat(profile.getExpected()).containsExactly(.6f, .3f, .1f, 0f);
    }

    @Test
    void shouldCopyTheSelectedChannelsAndReconstructTheOthersAsZeroWhenNoRowsAreGiven() {
        // Given
        Reconstructor reconstructor = reconstructor(TestSelection.of("L", 1, CHANNELS, "dust", "oil"));

        // When
        float[] reconstructed = reconstructor.reconstruct(new float[] {3, 7});

        // Then
        assertThat(reconstructed).containsExactly(0, 3, 0, 7, 0, 0);
    }

    static Stream<Arguments> wrongChoices() {
        return Stream.of(
                Arguments.of(new String[] {"rpm", "water"}, "channel water is none of " + CHANNELS),
                Arguments.of(
                        new String[] {"rpm", "rpm"},
                        "at least one channel must be selected, and none twice: [rpm, rpm]"),
                Arguments.of(new String[] {}, "at least one channel must be selected, and none twice: []"));
    }

    @ParameterizedTest
    @MethodSource("wrongChoices")
    void shouldRefuseTheSelectionWhenItsNamesAreWrong(String[] selected, String problem) {
        assertThatThrownBy(() -> TestSelection.of("L", 1, CHANNELS, selected))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(problem);
    }

    static Stream<Arguments> wrongRows() {
        return Stream.of(
                Arguments.of(new float[][] {}, "there must be at least one row"),
                Arguments.of(new float[][] {{1, 2}, {3}}, "a row must have 2 finite values: [3.0]"),
                Arguments.of(new float[][] {{1, Float.NaN}}, "a row must have 2 finite values: [1.0, NaN]"));
    }

    @ParameterizedTest
    @MethodSource("wrongRows")
    void shouldRefuseRowsWhenTheyAreIncomplete(float[][] rows, String problem) {
        assertThatThrownBy(() -> TestSelection.fitted("L", 1, List.of("a", "b"), rows, "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(problem);
    }

    private static Reconstructor reconstructor(TestSelection published) {
        LoadedSelection loaded = LoadedSelection.of(published.selection(), published.model(), Optional.empty());
        return new Reconstructor(loaded.model());
    }

    private static ChannelProfile profileOf(int... values) {
        float[][] rows = new float[values.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[] {values[i]};
        }
        return TestSelection.fitted("L", 1, List.of("a"), rows, "a")
                .selection()
                .getReference()
                .getChannels()
                .get(0);
    }

    /** oil is affine in rpm and ram, dust a copy of rpm, spare constant, flow noisy. */
    private float[][] rows(int count) {
        float[][] rows = new float[count][];
        for (int i = 0; i < count; i++) {
            float rpm = 1_000 + 200 * random.nextFloat();
            float ram = (float) random.nextGaussian();
            float flow = (float) (0.1 * rpm + NOISE * random.nextGaussian());
            rows[i] = new float[] {rpm, 20 + 0.5f * rpm - 30 * ram, ram, rpm, 7, flow};
        }
        return rows;
    }
}
