package io.sensieve.trainer.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.sensieve.model.DecoderWeights;
import io.sensieve.trainer.learn.concrete.BatchGumbelSoftmax;
import io.sensieve.trainer.learn.concrete.ConcreteLayer;
import io.sensieve.trainer.learn.concrete.ConcreteSampling;
import io.sensieve.trainer.learn.concrete.EnginePerRecordSampling;
import io.sensieve.trainer.learn.concrete.JensenShannonDivergence;
import io.sensieve.trainer.learn.data.ScaledRows;
import io.sensieve.trainer.learn.decoder.DecoderNetwork;
import io.sensieve.trainer.learn.engine.Dropout;
import io.sensieve.trainer.learn.engine.Torch;
import io.sensieve.trainer.learn.settings.ComputeDevice;
import io.sensieve.trainer.learn.settings.LogitTransform;
import io.sensieve.trainer.learn.settings.NoiseSharing;
import io.sensieve.trainer.learn.settings.TrainSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the hand-written gradients with those of the engine's automatic differentiation. */
class GradientsTest {
    private static final int ROWS = 7;
    private static final int INPUTS = 4;
    private static final int OUTPUTS = 9;

    static Stream<Arguments> hidden() {
        return Stream.of(
                Arguments.of(List.of(), true),
                Arguments.of(List.of(6), true),
                Arguments.of(List.of(6, 5), true),
                Arguments.of(List.of(6), false),
                Arguments.of(List.of(6, 5), false));
    }

    @ParameterizedTest
    @MethodSource("hidden")
    void shouldAgreeWithTheEngineForADecoder(List<Integer> hidden, boolean norm) {
        try (Torch.Session session = Torch.open(3, ComputeDevice.CPU, () -> false)) {
            NDManager manager = session.manager();
            DecoderWeights layers = DecoderNetwork.random(manager, INPUTS, hidden, norm, OUTPUTS)
                    .weights();
            float[] skip = manager.randomNormal(new Shape(OUTPUTS * INPUTS)).toFloatArray();
            for (boolean skipped : hidden.isEmpty() ? List.of(false) : List.of(false, true)) {
                // Given
                DecoderNetwork net = DecoderNetwork.of(
                        manager, skipped ? new DecoderWeights(layers.layers(), layers.norms(), skip) : layers);
                NDArray inputs = manager.randomNormal(new Shape(ROWS, INPUTS));
                ScaledRows rows = rows(manager, inputs, Optional.empty(), Optional.empty());

                // When
                DecoderNetwork.Tape tape = net.forward(inputs, Dropout.NONE);
                DecoderNetwork.Gradients written =
                        net.backward(tape, rows.gradient(tape.outputs()).byOutputs());

                // Then
                List<NDArray> all = new ArrayList<>(net.parameters());
                all.add(inputs);
                List<NDArray> expected = byEngine(session, all, () -> rows.loss(net.outputs(inputs)));
                List<NDArray> found = new ArrayList<>(written.parameters());
                found.add(written.inputs());
                assertClose(found, expected);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAgreeWithTheEngineForTheTransformOfLogits(LogitTransform transform) {
        for (boolean bias : List.of(true, false)) {
            try (Torch.Session session = Torch.open(4, ComputeDevice.CPU, () -> false)) {
                // Given
                TrainSettings settings = TrainSettings.of(3)
                        .withConcrete(
                                c -> c.withTransform(transform).withBias(bias).withEmbedding(5));
                boolean[] allowed = {true, true, false, true, true, true};
                ConcreteLayer layer = new ConcreteLayer(session.manager(), 3, allowed, settings);
                NDArray weights = session.manager().randomNormal(new Shape(3, allowed.length));

                // When
                List<NDArray> written = layer.backward(weights);

                // Then
                assertThat(written).hasSameSizeAs(layer.parameters());
                assertClose(
                        written,
                        byEngine(
                                session,
                                layer.parameters(),
                                () -> layer.logits().mul(weights).sum()));
            }
        }
    }

    @Test
    void shouldAgreeWithTheEngineForTheDivergenceOfRows() {
        try (Torch.Session session = Torch.open(5, ComputeDevice.CPU, () -> false)) {
            // Given
            NDArray logits = session.manager().randomNormal(new Shape(3, 8));

            // When
            NDArray written = JensenShannonDivergence.of(logits).byLogits();

            // Then
            assertClose(
                    List.of(written),
                    byEngine(
                            session,
                            List.of(logits),
                            () -> JensenShannonDivergence.of(logits).value()));
        }
    }

    @Test
    void shouldAgreeWithTheEngineForEachLoss() {
        try (Torch.Session session = Torch.open(6, ComputeDevice.CPU, () -> false)) {
            NDManager manager = session.manager();
            NDArray outputs = manager.randomNormal(new Shape(ROWS, OUTPUTS));
            NDArray mask = manager.randomUniform(0, 1, new Shape(ROWS, OUTPUTS))
                    .gt(0.3)
                    .toType(ai.djl.ndarray.types.DataType.FLOAT32, true);
            NDArray classes = manager.create(new long[] {0, 3, 8, 2, 2, 1, 0})
                    .oneHot(OUTPUTS, ai.djl.ndarray.types.DataType.FLOAT32);
            for (ScaledRows rows : List.of(
                    rows(manager, outputs, Optional.empty(), Optional.empty()),
                    rows(manager, outputs, Optional.of(mask), Optional.empty()),
                    rows(manager, outputs, Optional.empty(), Optional.of(classes)))) {
                // When
                ScaledRows.Gradient written = rows.gradient(outputs);

                // Then
                assertThat(written.loss().getFloat())
                        .isCloseTo(rows.loss(outputs).getFloat(), within(1e-5f));
                NDArray learnable = outputs.duplicate();
                assertClose(
                        List.of(written.byOutputs()),
                        byEngine(session, List.of(learnable), () -> rows.loss(learnable)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAgreeWithTheEngineForEachSampling(NoiseSharing noise) {
        try (Torch.Session session = Torch.open(7, ComputeDevice.CPU, () -> false)) {
            // Given
            NDManager manager = session.manager();
            Supplier<ConcreteSampling> fresh = () -> noise == NoiseSharing.BATCH
                    ? new BatchGumbelSoftmax(manager)
                    : new EnginePerRecordSampling(manager);
            NDArray logits = manager.randomNormal(new Shape(3, OUTPUTS));
            NDArray batch = manager.randomNormal(new Shape(ROWS, OUTPUTS));
            NDArray weights = manager.randomNormal(new Shape(ROWS, 3));
            ConcreteSampling sampling = fresh.get();
            sampling.startEpoch(0.7);
            session.engine().setRandomSeed(9);
            sampling.select(logits, batch);

            // When
            NDArray written = sampling.backward(weights);

            // Then
            assertClose(List.of(written), byEngine(session, List.of(logits), () -> {
                ConcreteSampling same = fresh.get();
                same.startEpoch(0.7);
                session.engine().setRandomSeed(9);
                return same.select(logits, batch).mul(weights).sum();
            }));
        }
    }

    private static ScaledRows rows(
            NDManager manager, NDArray inputs, Optional<NDArray> measured, Optional<NDArray> classes) {
        return new ScaledRows(inputs, manager.randomNormal(new Shape(ROWS, OUTPUTS)), measured, classes);
    }

    private static List<NDArray> byEngine(Torch.Session session, List<NDArray> parameters, Supplier<NDArray> loss) {
        parameters.forEach(parameter -> parameter.setRequiresGradient(true));
        try (GradientCollector gradients = session.engine().newGradientCollector()) {
            gradients.backward(loss.get());
        }
        return parameters.stream().map(NDArray::getGradient).toList();
    }

    private static void assertClose(List<NDArray> found, List<NDArray> expected) {
        for (int i = 0; i < expected.size(); i++) {
            assertThat(found.get(i).getShape()).isEqualTo(expected.get(i).getShape());
            assertThat(found.get(i).toFloatArray())
                    .containsExactly(expected.get(i).toFloatArray(), within(2e-5f));
        }
    }
}
