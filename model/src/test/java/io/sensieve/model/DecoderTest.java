package io.sensieve.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.model.DecoderWeights.Linear;
import io.sensieve.model.DecoderWeights.Norm;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DecoderTest {
    /**
     * Single precision loses about 1e-7 in each of at most 200 additions of values near 1; twice that in later layers.
     */
    private static final double TOLERANCE = 1e-4;

    static Stream<int[]> widths() {
        return Stream.of(
                new int[] {1, 1},
                new int[] {3, 5},
                new int[] {50, 617},
                new int[] {4, 1, 3},
                new int[] {7, 20, 31},
                new int[] {50, 200, 617},
                new int[] {5, 16, 9, 33});
    }

    /** The second is the Vector API, or the loops again if the module is missing. */
    private static List<MatMulKernelFactory> factories() {
        return List.of(new LoopMatMul.Factory(), MatMulKernelFactory.FASTEST);
    }

    @Test
    void shouldUseVectorsWhenTheirModuleIsThere() {
        boolean given = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

        assertThat(MatMulKernelFactory.FASTEST.description()).startsWith(given ? "vectors of " : "loops");
    }

    @ParameterizedTest
    @MethodSource("widths")
    void shouldAgreeWithDoublePrecisionWhenWeightsAreRandom(int[] widths) {
        // Given
        DecoderWeights layers = SampleModels.decoder(17, widths);
        float[] skip = SampleModels.values(new Random(19), layers.inputs() * layers.outputs());
        for (List<Norm> norms : List.of(layers.norms(), List.<Norm>of())) {
            for (MatMulKernelFactory kernels : factories()) {
                compareWithReference(new DecoderWeights(layers.layers(), norms), kernels);
                compareWithReference(new DecoderWeights(layers.layers(), norms, skip), kernels);
            }
        }
    }

    private static void compareWithReference(DecoderWeights weights, MatMulKernelFactory kernels) {
        Decoder decoder = new Decoder(weights, 1, kernels);
        Random random = new Random(18);
        float[] outputs = new float[weights.outputs()];

        for (int repeat = 0; repeat < 3; repeat++) {
            float[] inputs = SampleModels.values(random, weights.inputs());

            // When
            decoder.decode(inputs, outputs);

            // Then
            double[] expected = reference(weights, inputs);
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) outputs[i]).isCloseTo(expected[i], within(TOLERANCE * (1 + Math.abs(expected[i]))));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("widths")
    void shouldGiveTheSameBitsWhenRecordsGoTogetherOrInVectors(int[] widths) {
        // Given
        DecoderWeights layers = SampleModels.decoder(17, widths);
        float[] skip = SampleModels.values(new Random(19), layers.inputs() * layers.outputs());
        DecoderWeights weights = new DecoderWeights(layers.layers(), layers.norms(), skip);
        for (MatMulKernelFactory kernels : factories()) {
            compareWithSingleRecords(weights, kernels);
        }
    }

    private static void compareWithSingleRecords(DecoderWeights weights, MatMulKernelFactory kernels) {
        Decoder alone = new Decoder(weights, 1, new LoopMatMul.Factory());
        Decoder together = new Decoder(weights, 15, kernels).copy(15);
        Random random = new Random(20);
        for (int records : new int[] {15, 1, 4, 6, 13, 2}) {
            float[][] inputs = Stream.generate(() -> SampleModels.values(random, weights.inputs()))
                    .limit(records)
                    .toArray(float[][]::new);

            // When
            together.decode(inputs, records);

            // Then
            float[] expected = new float[weights.outputs()];
            for (int record = 0; record < records; record++) {
                alone.decode(inputs[record], expected);
                assertThat(Arrays.copyOf(together.outputs(record), expected.length))
                        .containsExactly(expected);
            }
        }
    }

    @Test
    void shouldNormaliseAndLeakWhenALayerIsHidden() {
        // Given: units 3 and -3, so their variance is 9 and they become 1 and -1; the slope below 0 is 0.2
        DecoderWeights weights = new DecoderWeights(
                List.of(
                        new Linear(1, 2, new float[] {1, -1}, new float[] {0, 0}),
                        new Linear(2, 2, new float[] {1, 0, 0, 1}, new float[] {10, 20})),
                List.of(new Norm(new float[] {2, 5}, new float[] {0.5f, 0})));
        float[] outputs = new float[2];

        // When
        new Decoder(weights).decode(new float[] {3}, outputs);

        // Then
        assertThat(outputs[0]).isCloseTo(10 + 2 * 1 + 0.5f, within(1e-5f));
        assertThat(outputs[1]).isCloseTo(20 + 0.2f * -5, within(1e-5f));
    }

    @Test
    void shouldRefuseWeightsWhenTheyDoNotFit() {
        // Given
        Linear layer = new Linear(2, 3, new float[6], new float[3]);
        Norm norm = new Norm(new float[3], new float[3]);

        // When / Then
        assertThatThrownBy(() -> new Linear(2, 3, new float[5], new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5 weights");
        assertThatThrownBy(() -> new DecoderWeights(List.of(), List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DecoderWeights(List.of(layer), List.of(norm)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DecoderWeights(List.of(layer, layer), List.of(norm)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the next layer 2 inputs");
        assertThatThrownBy(() -> new DecoderWeights(List.of(layer), List.of(), new float[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("skip connection has 5 weights, must have none or 6");
    }

    private static double[] reference(DecoderWeights weights, float[] inputs) {
        double[] values = new double[inputs.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = inputs[i];
        }
        for (int l = 0; l < weights.layers().size(); l++) {
            values = linear(weights.layers().get(l), values);
            if (l < weights.norms().size()) {
                normaliseAndLeak(weights.norms().get(l), values);
            } else if (l < weights.layers().size() - 1) {
                values = Arrays.stream(values).map(v -> Math.max(v, 0)).toArray();
            }
        }
        for (int w = 0; w < weights.skip().length; w++) {
            values[w / inputs.length] += weights.skip()[w] * inputs[w % inputs.length];
        }
        return values;
    }

    private static double[] linear(Linear layer, double[] in) {
        double[] out = new double[layer.outputs()];
        for (int o = 0; o < out.length; o++) {
            out[o] = layer.bias()[o];
            for (int i = 0; i < in.length; i++) {
                out[o] += in[i] * layer.weight()[o * in.length + i];
            }
        }
        return out;
    }

    private static void normaliseAndLeak(Norm norm, double[] units) {
        double mean = java.util.Arrays.stream(units).average().orElseThrow();
        double variance = java.util.Arrays.stream(units)
                .map(unit -> (unit - mean) * (unit - mean))
                .average()
                .orElseThrow();
        for (int i = 0; i < units.length; i++) {
            double value = (units[i] - mean) / Math.sqrt(variance + 1e-5) * norm.scale()[i] + norm.shift()[i];
            units[i] = Math.max(value, 0.2 * value);
        }
    }
}
