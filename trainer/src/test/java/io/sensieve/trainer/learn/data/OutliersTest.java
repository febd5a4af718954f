package io.sensieve.trainer.learn.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.model.Reconstructor;
import io.sensieve.trainer.learn.PlantedChannels;
import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.evaluation.RowErrors;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.TrainedSelection;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutliersTest {
    private static final float NAN = Float.NaN;
    private static final float GLITCH = 1e6f;
    private static final int SOURCES = 5;

    /** Values from 0 to 9 and one outlier. An outlier is at least ten times their range away from them. */
    private static final float[][] TRAIN = column(0, 1, 2, 3, 4, 5, -91, 7, 8, 9);

    private static final float[][] VALIDATION = column(1, 2, NAN, 3000, 8, 7);
    private static final float[][] OTHERS = column(-90, 99, -90.5f, 99.5f, NAN);

    private final PlantedChannels planted = new PlantedChannels(SOURCES, 3, 7);

    @Test
    void shouldCountValuesThatAreFarFromAllOthers() {
        // When
        Outliers outliers = Outliers.of(1, TRAIN, VALIDATION);

        // Then
        assertThat(outliers.counts(TRAIN)).containsExactly(1);
        assertThat(outliers.counts(VALIDATION)).containsExactly(1);
        assertThat(outliers.counts(OTHERS)).containsExactly(2);
    }

    @Test
    void shouldReplaceOutliersByMissingValuesInACopy() {
        // Given
        Outliers outliers = Outliers.of(1, TRAIN, VALIDATION);

        // When
        float[][] train = outliers.without(TRAIN);

        // Then
        assertThat(train[6]).containsExactly(NAN);
        assertThat(train[5]).isSameAs(TRAIN[5]);
        assertThat(TRAIN[6]).containsExactly(-91);
    }

    @Test
    void shouldReplaceOutliersOfValidationAndOtherRows() {
        // When
        Outliers outliers = Outliers.of(1, TRAIN, VALIDATION);

        // Then
        assertThat(outliers.without(VALIDATION)[3]).containsExactly(NAN);
        assertThat(Arrays.deepEquals(outliers.without(OTHERS), column(-90, 99, NAN, NAN, NAN)))
                .isTrue();
    }

    @Test
    void shouldFindNoOutliersWhenValuesAreHeavyTailedRareOrMissing() {
        // Given: long tails, a switch, a counter of rare events, a second state, rare steps, an empty channel
        Random random = new Random(3);
        float[][] rows = IntStream.range(0, 2_000)
                .mapToObj(r -> new float[] {
                    (float) Math.exp(1.5 * random.nextGaussian()),
                    (float) -Math.log(1 - random.nextDouble()),
                    r == 77 ? 1 : 0,
                    r % 900 == 0 ? r : 0,
                    (float) (random.nextGaussian() + (r % 20 == 0 ? 500 : 0)),
                    r % 50 == 0 ? 100 : r % 3,
                    NAN
                })
                .toArray(float[][]::new);

        // When
        Outliers outliers = Outliers.of(7, rows, rows);

        // Then
        assertThat(outliers.counts(rows)).containsOnly(0);
    }

    @Test
    void shouldNameTheChannelsOfOutliers() {
        // Given
        TrainingData clean = planted.data();
        float[][] train = clean.train().clone();
        glitch(train, 6);
        List<Channel> channels = IntStream.range(0, planted.channelCount())
                .mapToObj(c -> PlantedChannels.channel("c" + c, ChannelRole.CANDIDATE))
                .toList();

        // When
        TrainingData data = new TrainingData(train, clean.validation(), channels);

        // Then
        int[] counts = Outliers.of(channels.size(), train, clean.validation()).counts(train);
        assertThat(IntStream.range(0, counts.length).filter(c -> counts[c] > 0)).containsExactly(6);
        assertThat(data.train()[3][6]).isNaN();
        assertThat(data.train()[2]).isSameAs(train[2]);
        assertThat(data.withoutOutliers("test", train)[3][6]).isNaN();
        assertThat(data.withoutOutliers("test", data.validation())).isEqualTo(data.validation());
    }

    /** With the outlier, the range of the channel would be a million, and its scaled values nearly constant. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6})
    void shouldTrainAsWellWhenASensorHadAnOutlier(int channel) {
        // Given
        TrainingData clean = planted.data();
        float[][] train = clean.train().clone();
        float[][] validation = clean.validation().clone();
        glitch(train, channel);
        glitch(validation, channel);
        TrainingData glitched = new TrainingData(train, validation, clean.channels());

        // When
        TrainedSelection without = select(clean);
        TrainedSelection with = select(glitched);

        // Then: both are measured in the scaling of the first, on unseen rows
        float[][] fresh = planted.rows(200);
        RowErrors errorsWithout = new RowErrors(without.model());
        RowErrors errorsWith = new RowErrors(without.model());
        assertThat(errorsWith.addReconstructedBy(with.model(), fresh).mean())
                .isLessThan(1.1 * errorsWithout.addReconstructed(fresh).mean());
    }

    /** Otherwise the errors were 1.3 times (30, one channel) and 2.6 times (100, one channel) as high. */
    @ParameterizedTest
    @CsvSource({"30, false", "100, false", "30, true", "100, true"})
    void shouldTrainAsWellWhenThreePercentOfTheRowsAreForeign(float offset, boolean everywhere) {
        // Given: rows that are apart by so many standard deviations
        TrainingData clean = planted.data();
        float[][] train = clean.train().clone();
        for (int r = 0; r < train.length; r += 34) {
            train[r] = train[r].clone();
            for (int c = everywhere ? 0 : 6; c < (everywhere ? train[r].length : 7); c++) {
                train[r][c] += offset * deviation(clean.train(), c);
            }
        }

        // When
        TrainedSelection without = select(clean);
        TrainedSelection with = select(new TrainingData(train, clean.validation(), clean.channels()));

        // Then
        float[][] fresh = planted.rows(500);
        RowErrors errorsWithout = new RowErrors(without.model()).addReconstructed(fresh);
        RowErrors errorsWith = new RowErrors(without.model()).addReconstructedBy(with.model(), fresh);
        assertThat(errorsWith.mean() / errorsWithout.mean()).isLessThan(1.05);
    }

    @Test
    void shouldLeaveOutWholeRowsWhenSeveralOfTheirValuesAreOutliers() {
        // Given: foreign in channels 0 and 1; foreign in channel 0
        Random random = new Random(4);
        float[][] rows = IntStream.range(0, 1_000)
                .mapToObj(r -> new float[] {
                    (float) (random.nextGaussian() + (r < 20 ? 30 : 0)),
                    (float) (random.nextGaussian() - (r < 10 ? 30 : 0)),
                    (float) random.nextGaussian()
                })
                .toArray(float[][]::new);

        // When
        float[][] kept = Outliers.of(3, rows, new float[0][]).without(rows);

        // Then
        assertThat(kept[9]).containsOnly(NAN);
        assertThat(kept[10]).containsExactly(NAN, rows[10][1], rows[10][2]);
        assertThat(kept[20]).isSameAs(rows[20]);
    }

    private static float deviation(float[][] rows, int channel) {
        double mean =
                Arrays.stream(rows).mapToDouble(row -> row[channel]).average().orElseThrow();
        return (float) Math.sqrt(Arrays.stream(rows)
                .mapToDouble(row -> (row[channel] - mean) * (row[channel] - mean))
                .average()
                .orElseThrow());
    }

    /** The reconstructed channels of the other sources stay in the range of the training rows. */
    @Test
    void shouldReconstructTheOthersWhenASelectedSensorHasAnOutlier() {
        // Given
        TrainedSelection trained = select(planted.data());
        Reconstructor reconstructor = new Reconstructor(trained.model());
        float[] row = planted.rows(1)[0];
        int selected = trained.model().channels()[0];
        float[] before = reconstructor.reconstruct(reconstructor.project(row));

        // When
        row[selected] = GLITCH;
        float[] after = reconstructor.reconstruct(reconstructor.project(row));

        // Then
        for (int c = 0; c < after.length; c++) {
            if (planted.sourceOf(c) != planted.sourceOf(selected)) {
                assertThat(Math.abs(after[c] - before[c]))
                        .isLessThan(trained.model().range()[c]);
            }
        }
    }

    private static void glitch(float[][] rows, int channel) {
        rows[3] = rows[3].clone();
        rows[3][channel] = GLITCH;
    }

    private static TrainedSelection select(TrainingData data) {
        return SelectionMethod.CSS.selector().select(data, TrainSettings.of(SOURCES), TrainingListener.NONE);
    }

    private static float[][] column(float... values) {
        float[][] rows = new float[values.length][];
        for (int r = 0; r < rows.length; r++) {
            rows[r] = new float[] {values[r]};
        }
        return rows;
    }
}
