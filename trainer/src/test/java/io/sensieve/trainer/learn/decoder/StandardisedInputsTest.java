package io.sensieve.trainer.learn.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.sensieve.model.DecoderWeights;
import io.sensieve.trainer.learn.engine.Parameters;
import io.sensieve.trainer.learn.engine.Torch;
import io.sensieve.trainer.learn.settings.ComputeDevice;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardisedInputsTest {
    private static final int[] CHANNELS = {4, 1};

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldComputeTheSameWhenWeightsAreConvertedBetweenScaledAndStandardisedInputs(boolean skip) {
        try (Torch.Session session = Torch.open(3, ComputeDevice.CPU, () -> false)) {
            // Given
            NDArray rows =
                    session.manager().randomNormal(5, 3, new Shape(20, 6), ai.djl.ndarray.types.DataType.FLOAT32);
            DecoderWeights layers = DecoderNetwork.random(session.manager(), CHANNELS.length, List.of(8), true, 6)
                    .weights();
            DecoderWeights weights = new DecoderWeights(
                    layers.layers(),
                    layers.norms(),
                    session.manager().randomNormal(new Shape(skip ? 12 : 0)).toFloatArray());
            StandardisedInputs inputs = StandardisedInputs.of(picked(session, rows), CHANNELS);

            // When
            DecoderWeights absorbed = inputs.fromScaled(weights);
            DecoderWeights exposed = inputs.toScaled(absorbed);

            // Then
            NDArray scaled = rows.matMul(Parameters.selectionMatrix(session.manager(), CHANNELS, 6));
            float[] expected = DecoderNetwork.of(session.manager(), weights)
                    .outputs(scaled)
                    .toFloatArray();
            assertThat(DecoderNetwork.of(session.manager(), absorbed)
                            .outputs(inputs.inputs(session.manager(), picked(session, rows)))
                            .toFloatArray())
                    .containsExactly(expected, within(1e-3f));
            assertThat(DecoderNetwork.of(session.manager(), exposed)
                            .outputs(scaled)
                            .toFloatArray())
                    .containsExactly(expected, within(1e-3f));
        }
    }

    @Test
    void shouldHaveMeanZeroAndDeviationOneOnTheRowsOfTheFit() {
        try (Torch.Session session = Torch.open(3, ComputeDevice.CPU, () -> false)) {
            // Given
            NDArray rows = session.manager()
                    .create(new float[] {1, 10, 3, 30, 5, 50, 7, 70}, new Shape(4, 2))
                    .concat(session.manager().ones(new Shape(4, 3)), 1);

            // When
            NDArray inputs = StandardisedInputs.of(picked(session, rows), CHANNELS)
                    .inputs(session.manager(), picked(session, rows));

            // Then: channel 4 never changes
            assertThat(inputs.get(":, 0").toFloatArray()).containsOnly(0f);
            assertThat(inputs.get(":, 1").mean().getFloat()).isCloseTo(0, within(1e-6f));
            assertThat(inputs.get(":, 1").square().mean().getFloat()).isCloseTo(1, within(1e-5f));
        }
    }

    private static NDArray picked(Torch.Session session, NDArray rows) {
        int channels = (int) rows.getShape().get(1);
        return rows.matMul(Parameters.selectionMatrix(session.manager(), CHANNELS, channels));
    }
}
