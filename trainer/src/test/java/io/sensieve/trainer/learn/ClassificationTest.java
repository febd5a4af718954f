package io.sensieve.trainer.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.model.Classifier;
import io.sensieve.model.ModelFile;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.data.TrainingData.Labels;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.Task;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.TrainedSelection;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Twenty independent channels; three of them determine the class: the number of them that are above 0. */
class ClassificationTest {
    private static final int CHANNELS = 20;
    private static final int[] PREDICTIVE = {3, 8, 17};
    private static final int CLASSES = 4;
    private static final TrainSettings SETTINGS = TrainSettings.of(PREDICTIVE.length)
            .withTask(Task.CLASSIFICATION)
            .withSearch(s -> s.withEpochs(40))
            .withDecoder(d -> d.withEpochs(10));

    private final SplittableRandom random = new SplittableRandom(5);
    private final TrainingData data = data(800, 200);

    @Test
    void shouldFindThePredictiveChannelsWhenTheyArePlanted() {
        // When
        TrainedSelection found = select(SelectionMethod.IP_CAE, data);

        // Then
        assertThat(found.model().channels()).containsExactly(PREDICTIVE);
        assertThat(found.validation().accuracy())
                .hasValueSatisfying(accuracy -> assertThat(accuracy).isGreaterThan(0.9));
    }

    @Test
    void shouldClassifyUnseenRowsAsWellWhenTheModelIsReadBack() {
        // Given
        TrainedSelection found = select(SelectionMethod.IP_CAE, data);
        Classifier classifier = new Classifier(ModelFile.parse(found.model().toBytes()));
        float[][] fresh = rows(500);

        // When
        double accuracy = classifier.accuracy(fresh, labels(fresh));

        // Then
        assertThat(accuracy).isGreaterThan(0.9);
    }

    @Test
    void shouldTrainTheDecoderWhenChannelsAreSelectedAtRandom() {
        // When
        TrainedSelection found = select(SelectionMethod.RANDOM, data);

        // Then
        assertThat(found.model().channels()).hasSize(PREDICTIVE.length).doesNotHaveDuplicates();
        assertThat(found.model().decoder().outputs()).isEqualTo(CLASSES);
        assertThat(found.run().curve().get(found.run().curve().size() - 1).loss())
                .isLessThan(found.run().curve().get(0).loss())
                .isLessThan(Math.log(CLASSES));
    }

    @Test
    void shouldSummariseMisclassificationWhenTheTaskIsClassification() {
        // When
        TrainedSelection found = select(SelectionMethod.QR, data);

        // Then
        Labels labels = data.labels().orElseThrow();
        long missedByTheCommonest = IntStream.of(labels.validation())
                .filter(label -> label != labels.commonest())
                .count();
        assertThat(found.validation().error().getRows()).isEqualTo(200);
        assertThat(found.validation().error().getMean())
                .isCloseTo(1 - found.validation().accuracy().orElseThrow(), within(1e-12));
        assertThat(found.validation().error().getPredictMean()).isEqualTo(missedByTheCommonest / 200.0);
        assertThat(found.validation().reference().getChannels()).hasSize(PREDICTIVE.length);
        assertThat(found.validation().reference().getChannelError())
                .hasSize(CHANNELS)
                .containsOnly(0f);
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseToTrainWhenThereAreNoLabels(SelectionMethod method) {
        // Given
        TrainingData unlabelled = new TrainingData(data.train(), data.validation(), data.channels());

        // When / Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> select(method, unlabelled))
                .withMessage("task = classification needs a label for every row");
    }

    @Test
    void shouldIgnoreLabelsWhenTheTaskIsReconstruction() {
        // When
        TrainedSelection found = SelectionMethod.RANDOM
                .selector()
                .select(
                        data,
                        SETTINGS.withTask(Task.RECONSTRUCTION)
                                .withSearch(s -> s.withEpochs(1))
                                .withDecoder(d -> d.withEpochs(1)),
                        TrainingListener.NONE);

        // Then
        assertThat(found.validation().accuracy()).isEmpty();
        assertThat(found.model().classifier()).isFalse();
        assertThat(found.model().decoder().outputs()).isEqualTo(CHANNELS);
    }

    @Test
    void shouldNameTheRowWhenALabelIsOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Labels(new int[] {0, 1, 4}, new int[] {0}, 4))
                .withMessage("label of train row 2 is 4, must be at least 0, below the number of classes, 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Labels(new int[] {0, 1}, new int[] {-1}, 4))
                .withMessage("label of validation row 0 is -1, must be at least 0, below the number of classes, 4");
    }

    @Test
    void shouldRefuseLabelsWhenTheyAreOfOneClass() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Labels(new int[] {1, 1}, new int[] {0}, 4))
                .withMessage("all train rows have the same class: give rows of at least two classes");
    }

    @Test
    void shouldRefuseLabelsWhenTheirNumberIsNotThatOfTheRows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainingData(
                        data.train(),
                        data.validation(),
                        data.channels(),
                        Optional.of(new Labels(new int[] {0, 1}, new int[200], 4))))
                .withMessage("2 labels for 800 train rows: every row needs one");
    }

    @Test
    void shouldFindTheMostFrequentClass() {
        assertThat(new Labels(new int[] {2, 1, 2, 1, 0}, new int[0], 4).commonest())
                .isEqualTo(1);
    }

    private static TrainedSelection select(SelectionMethod method, TrainingData data) {
        return method.selector().select(data, SETTINGS, TrainingListener.NONE);
    }

    private TrainingData data(int train, int validation) {
        float[][] trainRows = rows(train);
        float[][] validationRows = rows(validation);
        List<Channel> channels = IntStream.range(0, CHANNELS)
                .mapToObj(c -> PlantedChannels.channel("s" + c, ChannelRole.CANDIDATE))
                .toList();
        Labels labels = new Labels(labels(trainRows), labels(validationRows), CLASSES);
        return new TrainingData(trainRows, validationRows, channels, Optional.of(labels));
    }

    private float[][] rows(int count) {
        float[][] rows = new float[count][CHANNELS];
        for (float[] row : rows) {
            for (int c = 0; c < CHANNELS; c++) {
                row[c] = (float) (random.nextDouble() * 2 - 1);
            }
        }
        return rows;
    }

    private static int[] labels(float[][] rows) {
        int[] labels = new int[rows.length];
        for (int r = 0; r < rows.length; r++) {
            for (int channel : PREDICTIVE) {
                labels[r] += rows[r][channel] > 0 ? 1 : 0;
            }
        }
        return labels;
    }
}
