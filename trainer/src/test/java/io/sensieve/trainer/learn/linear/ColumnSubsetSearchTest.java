package io.sensieve.trainer.learn.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.model.Classifier;
import io.sensieve.model.ModelFile;
import io.sensieve.model.Reconstructor;
import io.sensieve.trainer.learn.PlantedChannels;
import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.NoiseSharing;
import io.sensieve.trainer.learn.settings.Task;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.TrainedSelection;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ColumnSubsetSearchTest {
    private static final int SOURCES = 5;

    private final PlantedChannels planted = new PlantedChannels(SOURCES, 3, 7);
    private final TrainingData data = planted.data();

    @ParameterizedTest
    @EnumSource(names = {"CSS", "IP_CAE", "STG"})
    void shouldGiveTheSameBytesWhenDataSettingsAndSeedAreTheSame(SelectionMethod method) {
        // Given
        TrainSettings settings = TrainSettings.of(SOURCES)
                .withSearch(s -> s.withEpochs(4))
                .withDecoder(d -> d.withEpochs(4))
                .withConcrete(c -> c.withNoise(NoiseSharing.RECORD));

        // When
        byte[] first = select(method, settings).model().toBytes();
        byte[] second = select(method, settings).model().toBytes();
        byte[] other = select(method, settings.withSeed(12)).model().toBytes();

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void shouldPredictWhatLeastSquaresCannotWhenThereAreHiddenLayers() {
        // Given: channels 5 to 9 are the squares of the others and must not be selected
        Random random = new Random(2);
        float[][] rows = new float[600][2 * SOURCES];
        for (float[] row : rows) {
            for (int c = 0; c < SOURCES; c++) {
                row[c] = (float) (2 * random.nextDouble() - 1);
                row[SOURCES + c] = row[c] * row[c];
            }
        }
        TrainingData squares = new TrainingData(
                Arrays.copyOfRange(rows, 0, 480),
                Arrays.copyOfRange(rows, 480, 600),
                IntStream.range(0, 2 * SOURCES)
                        .mapToObj(c -> PlantedChannels.channel(
                                "c" + c, c < SOURCES ? ChannelRole.CANDIDATE : ChannelRole.EXCLUDED))
                        .toList());
        TrainSettings settings = TrainSettings.of(SOURCES);

        // When
        double linear = error(squares, settings.withDecoder(d -> d.withHidden(List.of())));
        double hidden = error(squares, settings);
        double deeper = error(squares, settings.withDecoder(d -> d.withHidden(List.of(64, 32))));

        // Then
        assertThat(hidden).isLessThan(0.3 * linear);
        assertThat(deeper).isLessThan(0.5 * linear);
    }

    @Test
    void shouldEstimateADeadSensorFromTheOthersWhenEachSourceHasASpare() {
        // Given
        ModelFile model =
                select(SelectionMethod.CSS, TrainSettings.of(2 * SOURCES)).model();
        ModelFile withMeans = new ModelFile(
                model.channels(),
                model.fill(),
                new float[model.covariance().length],
                model.limits(),
                model.offset(),
                model.range(),
                model.decoder(),
                false);

        // When
        double estimated = withDeadSensors(model);
        double mean = withDeadSensors(withMeans);

        // Then
        assertThat(estimated).isLessThan(0.8 * mean);
    }

    @Test
    void shouldFindTheChannelsThatPredictTheClassWhenOthersVaryMore() {
        // Given: the class is the signs of channels 4 and 9; the others have a larger variance
        Random random = new Random(8);
        int channels = 20;
        float[][] rows = new float[600][channels];
        int[] classes = new int[rows.length];
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < channels; c++) {
                rows[r][c] = (float) (random.nextGaussian() * (c == 4 || c == 9 ? 0.1 : 10));
            }
            classes[r] = (rows[r][4] > 0 ? 1 : 0) + (rows[r][9] > 0 ? 2 : 0);
        }
        TrainingData labelled = new TrainingData(
                Arrays.copyOfRange(rows, 0, 480),
                Arrays.copyOfRange(rows, 480, 600),
                IntStream.range(0, channels)
                        .mapToObj(c -> new Channel("c" + c, "", 1.0, ChannelRole.CANDIDATE))
                        .toList(),
                Optional.of(new TrainingData.Labels(
                        Arrays.copyOfRange(classes, 0, 480), Arrays.copyOfRange(classes, 480, 600), 4)));

        // When
        TrainedSelection found = SelectionMethod.CSS
                .selector()
                .select(labelled, TrainSettings.of(2).withTask(Task.CLASSIFICATION), TrainingListener.NONE);

        // Then
        assertThat(found.model().channels()).containsExactly(4, 9);
        assertThat(found.validation().accuracy().orElseThrow()).isGreaterThan(0.9);
        Classifier classifier = new Classifier(found.model());
        assertThat(classifier.classify(classifier.project(rows[500]))).isEqualTo(classes[500]);
    }

    @Test
    void shouldFindOneChannelOfEachSourceWhenChannelsAreMany() {
        // Given: 1,100 channels are more than the number up to which each channel is a target; beyond it, mixtures are
        PlantedChannels wide = new PlantedChannels(10, 109, 3);

        // When
        TrainedSelection found = SelectionMethod.CSS
                .selector()
                .select(
                        new TrainingData(wide.rows(200), wide.rows(40), wide.channels()),
                        TrainSettings.of(10).withDecoder(d -> d.withEpochs(1)),
                        TrainingListener.NONE);

        // Then
        assertThat(IntStream.of(found.model().channels()).map(wide::sourceOf))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(found.channels())
                .allSatisfy(channel -> assertThat((double) channel.getScore()).isCloseTo(0.5, within(0.5)));
    }

    private static double error(TrainingData rows, TrainSettings settings) {
        return SelectionMethod.CSS
                .selector()
                .select(rows, settings, TrainingListener.NONE)
                .validation()
                .error()
                .getMean();
    }

    private double withDeadSensors(ModelFile model) {
        Reconstructor reconstructor = new Reconstructor(model);
        double sum = 0;
        for (float[] row : data.validation()) {
            for (int dead = 0; dead < model.channels().length; dead++) {
                float[] reduced = reconstructor.project(row);
                reduced[dead] = Float.NaN;
                sum += reconstructor.error(row, reconstructor.reconstruct(reduced), new float[row.length]);
            }
        }
        return sum;
    }

    private TrainedSelection select(SelectionMethod method, TrainSettings settings) {
        return method.selector().select(data, settings, TrainingListener.NONE);
    }
}
