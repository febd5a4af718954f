package io.sensieve.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.model.DecoderWeights.Linear;
import io.sensieve.model.RefusedSelectionException.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Four classes of three channels: scores x, y, -x and -y, where x is channel 0 and y channel 2, scaled. */
class ClassifierTest {
    private static final float NAN = Float.NaN;
    private static final ModelFile MODEL = new ModelFile(
            new int[] {0, 2},
            new float[] {0, 1},
            new float[4],
            ModelFile.Limits.NONE,
            new float[] {10, 0, -1},
            new float[] {2, 4, 1},
            new DecoderWeights(
                    List.of(new Linear(2, 4, new float[] {1, 0, 0, 1, -1, 0, 0, -1}, new float[4])), List.of()),
            true);

    private final Classifier classifier = new Classifier(MODEL);

    @Test
    void shouldGiveTheClassOfTheHighestScore() {
        assertThat(classifier.classify(new float[] {16, 0})).isZero();
        assertThat(classifier.classify(new float[] {10, 2})).isEqualTo(1);
        assertThat(classifier.classify(new float[] {2, 0})).isEqualTo(2);
        assertThat(classifier.classify(new float[] {10, -9})).isEqualTo(3);
    }

    @Test
    void shouldUseTheFillValuesWhenValuesAreMissing() {
        assertThat(classifier.classify(new float[] {NAN, NAN})).isEqualTo(1);
    }

    @Test
    void shouldCountTheRecordsThatItReports() {
        // Given: classes 0 and 2
        float[][] records = {{16, NAN, 0}, {2, 7, 0}};

        // When / Then
        assertThat(classifier.accuracy(records, new int[] {0, 2})).isEqualTo(1);
        assertThat(classifier.accuracy(records, new int[] {0, 0})).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void shouldReadWhatItWroteWhenTheModelIsAClassifier() {
        // When
        ModelFile read = ModelFile.parse(MODEL.toBytes());

        // Then
        assertThat(read).usingRecursiveComparison().isEqualTo(MODEL);
        assertThat(SafeTensors.parse(MODEL.toBytes()).metadata()).containsEntry("task", "classification");
    }

    @Test
    void shouldRefuseTheFileWhenItsTaskIsUnknown() {
        // Given
        SafeTensors file = SafeTensors.parse(MODEL.toBytes());
        SortedMap<String, String> metadata = new TreeMap<>(file.metadata());
        metadata.putAll(Map.of("task", "ranking"));

        // When / Then
        assertThatThrownBy(() -> ModelFile.parse(new SafeTensors(metadata, file.tensors()).toBytes()))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContaining("ranking");
    }

    @Test
    void shouldKeepClassifiersAndReconstructorsApart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Reconstructor(MODEL))
                .withMessage("the model is a classifier: it cannot reconstruct records");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Classifier(SampleSelection.model()))
                .withMessage("the model reconstructs records: it is no classifier");
    }

    @Test
    void shouldRefuseTheSelectionWhenItsModelIsAClassifier() {
        assertThatThrownBy(() -> LoadedSelection.of(SampleSelection.ofTwoInThree(), MODEL.toBytes(), Optional.empty()))
                .isInstanceOfSatisfying(
                        RefusedSelectionException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.OTHER_TASK))
                .hasMessageContaining("classifier");
    }
}
