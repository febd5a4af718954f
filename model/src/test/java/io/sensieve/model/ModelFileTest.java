package io.sensieve.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.model.ModelFile.Limits;
import io.sensieve.model.SafeTensors.FloatTensor;
import io.sensieve.model.SafeTensors.IntTensor;
import io.sensieve.model.SafeTensors.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFileTest {
    private static final Random RANDOM = new Random(5);
    private static final ModelFile MODEL = new ModelFile(
            new int[] {1, 4, 6},
            SampleModels.values(RANDOM, 3),
            SampleModels.values(RANDOM, 7),
            new float[] {1, 2, 3, 4, 5, 6, 7},
            SampleModels.decoder(5, 3, 4, 5, 7));

    @Test
    void shouldReadWhatItWrote() {
        // Given
        byte[] bytes = MODEL.toBytes();

        // When
        ModelFile read = ModelFile.parse(bytes);

        // Then
        assertThat(read).usingRecursiveComparison().isEqualTo(MODEL);
        assertThat(read.toBytes()).isEqualTo(bytes);
        assertThat(read.decoder().inputs()).isEqualTo(3);
        assertThat(read.decoder().outputs()).isEqualTo(7);
    }

    /** Whoever loads the file in another language relies on these names and shapes. */
    @Test
    void shouldNameItsTensorsAsTheReadmeSays() {
        // Given
        SafeTensors file = SafeTensors.parse(MODEL.toBytes());

        // When
        StringBuilder names = new StringBuilder();
        file.tensors()
                .forEach((name, tensor) ->
                        names.append(name).append(tensor.shape()).append(' '));

        // Then
        assertThat(names.toString().strip())
                .isEqualTo("channels[3] decoder.0.bias[4] decoder.0.norm.bias[4] decoder.0.norm.weight[4] "
                        + "decoder.0.weight[4, 3] decoder.1.bias[5] decoder.1.norm.bias[5] decoder.1.norm.weight[5] "
                        + "decoder.1.weight[5, 4] decoder.2.bias[7] decoder.2.weight[7, 5] fill[3] "
                        + "fill.covariance[3, 3] "
                        + "scaling.offset[7] scaling.range[7]");
        assertThat(file.metadata())
                .isEqualTo(Map.of(
                        "format", "sensieve-model/1",
                        "layers", "3",
                        "activation", "leaky_relu(0.2)",
                        "norm_epsilon", "1.0E-5"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "channels",
                "fill",
                "fill.covariance",
                "scaling.offset",
                "scaling.range",
                "decoder.0.weight",
                "decoder.1.weight",
                "decoder.2.weight",
                "decoder.0.bias",
                "decoder.2.bias",
                "decoder.1.norm.weight",
                "decoder.1.norm.bias"
            })
    void shouldRefuseTheFileWhenATensorIsMissingOrOfAnotherShape(String name) {
        // Given
        SafeTensors file = SafeTensors.parse(MODEL.toBytes());
        SortedMap<String, Tensor> less = new TreeMap<>(file.tensors());
        less.remove(name);
        SortedMap<String, Tensor> other = new TreeMap<>(file.tensors());
        other.put(name, new FloatTensor(List.of(1, 1, 2), new float[] {1, 2}));
        SortedMap<String, Tensor> empty = new TreeMap<>(file.tensors());
        empty.put(name, new IntTensor(List.of(0), new int[0]));

        for (SortedMap<String, Tensor> tensors : List.of(less, other, empty)) {
            byte[] bytes = new SafeTensors(file.metadata(), tensors).toBytes();

            // When / Then
            assertThatThrownBy(() -> ModelFile.parse(bytes))
                    .isInstanceOf(MalformedModelException.class)
                    .hasMessageContaining("tensor ");
        }
    }

    @Test
    void shouldSayThatUnitsAreReluAloneWhenNothingIsNormalised() {
        // Given
        ModelFile model = new ModelFile(
                MODEL.channels(),
                MODEL.fill(),
                MODEL.offset(),
                MODEL.range(),
                new DecoderWeights(MODEL.decoder().layers(), List.of()));

        // When
        SafeTensors file = SafeTensors.parse(model.toBytes());

        // Then
        assertThat(file.metadata()).containsEntry("activation", "relu");
        assertThat(file.tensors().keySet()).noneMatch(name -> name.contains("norm"));
        assertThat(ModelFile.parse(model.toBytes())).usingRecursiveComparison().isEqualTo(model);
    }

    @Test
    void shouldStoreTheSkipConnectionAndDeclareItInTheMetadata() {
        // Given
        float[] skip = SampleModels.values(new Random(3), 3 * 7);
        ModelFile model = new ModelFile(
                MODEL.channels(),
                MODEL.fill(),
                MODEL.offset(),
                MODEL.range(),
                new DecoderWeights(MODEL.decoder().layers(), MODEL.decoder().norms(), skip));

        // When
        SafeTensors file = SafeTensors.parse(model.toBytes());
        ModelFile read = ModelFile.parse(model.toBytes());

        // Then
        assertThat(file.metadata()).containsEntry("format", "sensieve-model/1").containsEntry("skip", "linear");
        assertThat(file.tensors())
                .hasEntrySatisfying(
                        "decoder.skip.weight",
                        weight -> assertThat(weight.shape()).containsExactly(7, 3));
        assertThat(read.decoder().skip()).containsExactly(skip);
        SortedMap<String, Tensor> without = new TreeMap<>(file.tensors());
        without.remove("decoder.skip.weight");
        byte[] bytes = new SafeTensors(file.metadata(), without).toBytes();
        assertThatThrownBy(() -> ModelFile.parse(bytes))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContaining("decoder.skip.weight");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldStoreTheLimitsAndDeclareThemInTheMetadata(boolean beside) {
        // Given
        float[] skip = SampleModels.values(new Random(3), beside ? 3 * 7 : 0);
        ModelFile model = limited(new float[] {-1, -2, -3}, new float[] {1, 2, 3}, skip);

        // When
        SafeTensors file = SafeTensors.parse(model.toBytes());

        // Then
        assertThat(file.metadata()).containsEntry("format", "sensieve-model/1").containsEntry("limits", "clamp");
        assertThat(ModelFile.parse(model.toBytes())).usingRecursiveComparison().isEqualTo(model);
        for (String name : List.of("limits.lowest", "limits.highest")) {
            SortedMap<String, Tensor> without = new TreeMap<>(file.tensors());
            without.remove(name);
            byte[] bytes = new SafeTensors(file.metadata(), without).toBytes();
            assertThatThrownBy(() -> ModelFile.parse(bytes))
                    .isInstanceOf(MalformedModelException.class)
                    .hasMessageContaining(name);
        }
    }

    @Test
    void shouldRefuseTheFileWhenALowestInputIsAboveTheHighest() {
        // Given
        byte[] bytes = limited(new float[] {-1, 2.5f, -3}, new float[] {1, 2, 3}, new float[0])
                .toBytes();

        // When / Then
        assertThatThrownBy(() -> ModelFile.parse(bytes))
                .isInstanceOf(MalformedModelException.class)
                .hasMessage("lowest input 1 is 2.5, the highest 2.0");
    }

    @Test
    void shouldHoldInputsBetweenTheirLimits() {
        // Given: channels 1, 4 and 6 of ranges 2, 5 and 7
        ModelFile model = limited(new float[] {-1, -1, -1}, new float[] {2, 2, 2}, new float[0]);
        float[] scaled = new float[3];
        float[] offset = MODEL.offset();

        // When
        MissingInputs missing = model.missingInputs();
        model.scale(new float[] {offset[1] + 1e30f, offset[4] - 1e30f, offset[6] + 7}, scaled, missing);

        // Then
        assertThat(scaled[0]).isEqualTo(2);
        assertThat(scaled[1]).isEqualTo(-1);
        assertThat(scaled[2]).isCloseTo(1, within(1e-6f));

        // When
        model.scale(new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}, scaled, missing);

        // Then
        assertThat(scaled).containsExactly(Math.max(-1, Math.min(2, MODEL.fill()[0])), 2, -1);
    }

    private static ModelFile limited(float[] lowest, float[] highest, float[] skip) {
        return new ModelFile(
                MODEL.channels(),
                MODEL.fill(),
                MODEL.covariance(),
                new Limits(lowest, highest),
                MODEL.offset(),
                MODEL.range(),
                new DecoderWeights(MODEL.decoder().layers(), MODEL.decoder().norms(), skip),
                false);
    }

    @Test
    void shouldRefuseTheFileWhenItIsOfAnotherFormat() {
        // Given
        SafeTensors file = SafeTensors.parse(MODEL.toBytes());
        byte[] bytes = new SafeTensors(new TreeMap<>(Map.of("format", "sensieve-model/2")), file.tensors()).toBytes();

        // When / Then
        assertThatThrownBy(() -> ModelFile.parse(bytes))
                .isInstanceOf(MalformedModelException.class)
                .hasMessage("model format 'sensieve-model/2' is unknown, must be sensieve-model/1");
    }

    @Test
    void shouldThrowNothingElseWhenBytesAreRandom() {
        // Given
        byte[] bytes = MODEL.toBytes();
        int header = bytes.length - 4 * (3 + 3 + 9 + 7 + 7 + 12 + 4 * 3 + 20 + 5 * 3 + 35 + 7);
        Random random = new Random(9);
        int refused = 0;

        // When
        for (int i = 0; i < 10_000; i++) {
            byte[] flipped = bytes.clone();
            flipped[random.nextInt(header)] = (byte) random.nextInt();
            try {
                ModelFile.parse(flipped);
            } catch (MalformedModelException e) {
                refused++;
            }
        }

        // Then
        assertThat(refused).isGreaterThan(5_000);
    }
}
