package io.sensieve.trainer.learn.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.sensieve.trainer.learn.data.Candidates;
import io.sensieve.trainer.learn.engine.Torch;
import io.sensieve.trainer.learn.settings.ComputeDevice;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnSubsetTest {
    private static final int ROWS = 200;
    private static final int CHANNELS = 9;
    private static final int K = 3;

    /** All 84 sets of three are tried; greedy taking alone finds the best for fewer of these seeds. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldFindTheBestOfAllSetsWhenThereAreFew(long seed) {
        // Given
        float[] rows = mixtures(seed, 5);

        // When
        ColumnSubset.Subset selected = with(rows, ones(), Double.POSITIVE_INFINITY, subset -> subset.find(0));

        // Then
        double least = 1;
        for (int a = 0; a < CHANNELS; a++) {
            for (int b = a + 1; b < CHANNELS; b++) {
                for (int c = b + 1; c < CHANNELS; c++) {
                    least = Math.min(least, residual(rows, a, b, c));
                }
            }
        }
        assertThat(selected.channels()).hasSize(K).doesNotHaveDuplicates();
        assertThat(residual(rows, selected.channels())).isCloseTo(least, within(0.01));
        assertThat(selected.residualVariance()).isCloseTo(residual(rows, selected.channels()), within(0.003));
    }

    @Test
    void shouldGiveTheImportanceAndTheSubstituteOfEachChannel() {
        // Given: channels 3, 4 and 5 are 0, 1 and 2 with a little noise; the rest is noise alone, of small variance
        float[] rows = new float[ROWS * CHANNELS];
        Random random = new Random(4);
        for (int r = 0; r < ROWS; r++) {
            for (int c = 0; c < CHANNELS; c++) {
                double noise = 0.1 * random.nextGaussian();
                rows[r * CHANNELS + c] = (float)
                        (c < K ? random.nextGaussian() : c < 2 * K ? rows[r * CHANNELS + c - K] + noise : noise);
            }
        }

        // When
        ColumnSubset.Subset selected = with(rows, ones(), Double.POSITIVE_INFINITY, subset -> subset.find(0));

        // Then
        assertThat(IntStream.of(selected.channels()).map(c -> c % K)).containsExactlyInAnyOrder(0, 1, 2);
        for (double importance : selected.importance()) {
            assertThat(importance).isGreaterThan(0.9);
        }
        for (int c : selected.channels()) {
            assertThat(selected.substituteScores()[c]).isZero();
            assertThat(selected.substituteScores()[c < K ? c + K : c - K]).isCloseTo(1, within(0.05));
        }
        assertThat(selected.substituteScores()[7]).isLessThan(0.1);
    }

    @Test
    void shouldSelectTheCheaperOfTwoEqualChannelsWhenCostsCount() {
        // Given
        float[] rows = mixtures(3, K);
        for (int r = 0; r < ROWS; r++) {
            rows[r * CHANNELS + 8] = rows[r * CHANNELS];
        }
        double[] cost = ones();
        cost[0] = 10;

        // When
        int[] free = with(rows, ones(), Double.POSITIVE_INFINITY, subset -> subset.find(0))
                .channels();
        int[] priced = with(rows, cost, Double.POSITIVE_INFINITY, subset -> subset.find(0.01))
                .channels();
        int[] within = with(rows, cost, 3, subset -> subset.find(0)).channels();

        // Then
        assertThat(free).hasSize(K);
        assertThat(priced).doesNotContain(0);
        assertThat(within).doesNotContain(0);
    }

    @Test
    void shouldNameTheLeastCostWhenTheBudgetIsTooSmall() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(mixtures(3, K), ones(), 2.5, subset -> subset.find(0)))
                .withMessage("budget = 2.5, but the cheapest 3 channels that can be selected cost 3.0: raise the budget"
                        + " or lower k");
    }

    /** From some of the 84 sets no single exchange gains, although other sets are better. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldFindAsGoodASetFromAnyChannelsInUseAsFromNoneWhenExchangesCostLittle(long seed) {
        // Given
        float[] rows = mixtures(seed, 5);

        // When
        double largest = with(rows, ones(), Double.POSITIVE_INFINITY, subset -> {
            double worst = 0;
            for (int a = 0; a < CHANNELS; a++) {
                for (int b = a + 1; b < CHANNELS; b++) {
                    for (int c = b + 1; c < CHANNELS; c++) {
                        worst = Math.max(
                                worst,
                                subset.improve(new int[] {a, b, c}, 0, 1e-4).residualVariance());
                    }
                }
            }
            return worst;
        });

        // Then
        double fromNone = with(rows, ones(), Double.POSITIVE_INFINITY, subset -> subset.find(0))
                .residualVariance();
        assertThat(largest).isCloseTo(fromNone, withinPercentage(0.1));
    }

    @Test
    void shouldKeepTheChannelsInUseWhenOthersAreHardlyBetter() {
        // Given
        float[] rows = mixtures(6, 5);
        int[] best = with(rows, ones(), Double.POSITIVE_INFINITY, subset -> subset.find(0))
                .channels();
        int[] inUse = {
            best[0],
            best[1],
            IntStream.range(0, CHANNELS)
                    .filter(c -> IntStream.of(best).noneMatch(b -> b == c))
                    .findFirst()
                    .orElseThrow()
        };

        // When
        int[] eager = with(rows, ones(), Double.POSITIVE_INFINITY, subset -> subset.improve(inUse, 0, 1e-4))
                .channels();
        int[] lazy = with(rows, ones(), Double.POSITIVE_INFINITY, subset -> subset.improve(inUse, 0, 100))
                .channels();

        // Then
        assertThat(residual(rows, eager)).isLessThan(residual(rows, inUse));
        assertThat(lazy).containsExactlyInAnyOrder(Arrays.stream(inUse).toArray());
    }

    @Test
    void shouldSearchFromNothingWhenTheChannelsInUseCostMoreThanTheBudget() {
        // Given
        float[] rows = mixtures(6, 5);
        int[] inUse = with(rows, ones(), Double.POSITIVE_INFINITY, subset -> subset.find(0))
                .channels();
        double[] cost = ones();
        IntStream.of(inUse).forEach(c -> cost[c] = 2);

        // When
        int[] within =
                with(rows, cost, 4, subset -> subset.improve(inUse, 0, 100)).channels();

        // Then
        assertThat(IntStream.of(within).mapToDouble(c -> cost[c]).sum()).isLessThanOrEqualTo(4);
        assertThat(within)
                .isEqualTo(with(rows, cost, 4, subset -> subset.find(0)).channels());
    }

    private static <T> T with(float[] rows, double[] cost, double budget, Function<ColumnSubset, T> use) {
        boolean[] allowed = new boolean[CHANNELS];
        Arrays.fill(allowed, true);
        try (Torch.Session session = Torch.open(1, ComputeDevice.CPU, () -> false)) {
            NDArray array = session.manager().create(rows, new Shape(ROWS, CHANNELS));
            Moments.Cells cells = new Moments.Cells(array, Optional.empty());
            return use.apply(new ColumnSubset(
                    session.manager(),
                    new Moments(cells, cells),
                    cost,
                    new Candidates(K, new int[0], allowed),
                    budget));
        }
    }

    /** Random mixtures of some sources. */
    private static float[] mixtures(long seed, int sources) {
        Random random = new Random(seed);
        double[][] weights = new double[CHANNELS][sources];
        for (double[] weight : weights) {
            Arrays.setAll(weight, i -> random.nextGaussian());
        }
        float[] rows = new float[ROWS * CHANNELS];
        for (int r = 0; r < ROWS; r++) {
            double[] signal = new double[sources];
            Arrays.setAll(signal, i -> random.nextGaussian());
            for (int c = 0; c < CHANNELS; c++) {
                for (int s = 0; s < sources; s++) {
                    rows[r * CHANNELS + c] += (float) (weights[c][s] * signal[s]);
                }
            }
        }
        return rows;
    }

    private static double[] ones() {
        double[] ones = new double[CHANNELS];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Share of the variance that least squares on the channels leave, by projecting column after column. */
    private static double residual(float[] rows, int... channels) {
        double[][] columns = new double[CHANNELS][ROWS];
        double total = 0;
        for (int c = 0; c < CHANNELS; c++) {
            double mean = 0;
            for (int r = 0; r < ROWS; r++) {
                mean += rows[r * CHANNELS + c] / (double) ROWS;
            }
            for (int r = 0; r < ROWS; r++) {
                columns[c][r] = rows[r * CHANNELS + c] - mean;
            }
            total += dot(columns[c], columns[c]);
        }
        for (int selected : channels) {
            double[] direction = columns[selected].clone();
            double square = dot(direction, direction);
            for (double[] column : columns) {
                double share = square > 1e-9 ? dot(column, direction) / square : 0;
                for (int r = 0; r < ROWS; r++) {
                    column[r] -= share * direction[r];
                }
            }
        }
        return Arrays.stream(columns).mapToDouble(c -> dot(c, c)).sum() / total;
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }
}
