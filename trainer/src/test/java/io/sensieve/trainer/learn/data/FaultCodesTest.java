package io.sensieve.trainer.learn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.ChannelRole;
import io.sensieve.MissingValue;
import io.sensieve.trainer.learn.PlantedChannels;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultCodesTest {
    private final Random random = new Random(4);

    private interface Cell {
        double at(int row, double normal);
    }

    private float[][] rows(int count, Cell... channels) {
        float[][] rows = new float[count][channels.length];
        for (int r = 0; r < count; r++) {
            for (int c = 0; c < channels.length; c++) {
                rows[r][c] = (float) channels[c].at(r, random.nextGaussian());
            }
        }
        return rows;
    }

    private static List<FaultCode> find(float[][] rows) {
        int cut = rows.length * 4 / 5;
        return FaultCodes.of(
                rows[0].length,
                java.util.Arrays.copyOfRange(rows, 0, cut),
                java.util.Arrays.copyOfRange(rows, cut, rows.length));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.2, 0.9})
    void shouldFindAValueThatRepeatsApartFromTheOthers(double share) {
        // Given: a rough channel of a tenth's resolution, a fine one, one without codes
        float[][] rows = rows(
                600,
                (r, normal) -> r < share * 600 ? -200 : Math.round(10 * normal + 20) / 10.0,
                (r, normal) -> r % 3 == 0 && r < 3 * share * 600 ? 9999 : 1000 + 100 * normal,
                (r, normal) -> normal);

        // When
        List<FaultCode> codes = find(rows);

        // Then
        assertThat(codes).extracting(FaultCode::channel).startsWith(0);
        assertThat(codes.get(0).value()).isEqualTo(-200);
        assertThat(codes.get(0).share()).isCloseTo(share, within(0.01));
        assertThat(codes).filteredOn(code -> code.channel() == 1).allMatch(code -> code.value() == 9999);
        assertThat(codes).noneMatch(code -> code.channel() == 2);
    }

    @Test
    void shouldFindTwoCodesOfAChannel() {
        // Given
        float[][] rows =
                rows(600, (r, normal) -> r % 20 == 0 ? -200 : r % 20 == 1 ? 999 : normal, (r, normal) -> normal);

        // When / Then
        assertThat(find(rows)).extracting(FaultCode::value).containsExactlyInAnyOrder(-200f, 999f);
    }

    @Test
    void shouldFindNoneWhereValuesRepeatForAnotherReason() {
        // Given: a switch, a few levels, a limit of saturation, a machine at rest that measures zero, rare events, a
        // mode of a controller, a constant
        float[][] rows = rows(
                1_000,
                (r, normal) -> r % 7 == 0 ? 1 : 0,
                (r, normal) -> (r % 4) * 50,
                (r, normal) -> Math.min(normal, 1),
                (r, normal) -> r < 300 ? 0 : 800 + 50 * normal,
                (r, normal) -> r % 100 == 0 ? r : 0,
                (r, normal) -> r < 700 ? 50 : r < 900 ? 55 : 50 + 5 * Math.floorMod(r, 9),
                (r, normal) -> 7,
                (r, normal) -> Float.NaN,
                (r, normal) -> Math.exp(1.5 * normal));

        // When / Then
        assertThat(find(rows)).isEmpty();
    }

    @Test
    void shouldFindNoneWhenTheMachineStandsStillAtValuesOfItsOwn() {
        // Given: in a third of the rows each channel has its own resting value
        Cell[] channels = IntStream.range(0, 8)
                .mapToObj(c -> (Cell) (r, normal) -> r < 200 ? 10 + c : 100 + 5 * normal)
                .toArray(Cell[]::new);

        // When / Then
        assertThat(find(rows(600, channels))).isEmpty();
    }

    @Test
    void shouldFindACodeThatAllChannelsHaveAtOnce() {
        // Given
        Cell[] channels = IntStream.range(0, 8)
                .mapToObj(c -> (Cell) (r, normal) -> r % 25 == 0 ? -200 : 10 * c + normal)
                .toArray(Cell[]::new);

        // When / Then
        assertThat(find(rows(600, channels))).hasSize(8).allMatch(code -> code.value() == -200);
    }

    @Test
    void shouldTreatTheCodesAsMissingInAllRows() {
        // Given
        float[][] rows = rows(100, (r, normal) -> r % 5 == 0 ? -200 : normal, (r, normal) -> normal);

        // When
        TrainingData data = new TrainingData(
                rows,
                rows,
                List.of(
                        PlantedChannels.channel("a", ChannelRole.CANDIDATE),
                        PlantedChannels.channel("b", ChannelRole.CANDIDATE)));

        // Then
        assertThat(data.train()[0][0]).isNaN();
        assertThat(data.validation()[5][0]).isNaN();
        assertThat(data.withoutOutliers("test", new float[][] {{-200, 1}})[0]).containsExactly(Float.NaN, 1);
        assertThat(data.missingValues()).containsExactly(new MissingValue(0, -200f));
        assertThat(rows[0][0]).isEqualTo(-200);
    }
}
