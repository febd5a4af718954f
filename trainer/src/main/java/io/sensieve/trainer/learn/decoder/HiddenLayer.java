package io.sensieve.trainer.learn.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sensieve.model.DecoderWeights.Linear;
import io.sensieve.model.DecoderWeights.Norm;
import io.sensieve.trainer.learn.engine.Dropout;
import io.sensieve.trainer.learn.engine.Parameters;
import java.util.List;
import java.util.Optional;

/** A hidden layer of a decoder while it learns, with its gradients written out. */
interface HiddenLayer {
    /** What a pass forward leaves for the one back. */
    interface Tape {
        /** Rows x units. */
        NDArray outputs();

        /** The gradients, given that by the outputs. */
        Gradients backward(NDArray byOutputs);
    }

    /** What a pass back finds; the parameters as in {@link HiddenLayer#parameters}, the inputs' rows x inputs. */
    record Gradients(List<NDArray> parameters, NDArray inputs) {}

    /** A new one. */
    static HiddenLayer random(NDManager manager, int inputs, int units, boolean norm) {
        NDArray weight = Parameters.uniform(manager, inputs, units, inputs);
        NDArray bias = Parameters.uniform(manager, inputs, units);
        return norm
                ? new NormalisedLayer(weight, bias, manager.ones(new Shape(units)), manager.zeros(new Shape(units)))
                : new ReluLayer(weight, bias);
    }

    /** One that starts from these weights. */
    static HiddenLayer of(NDManager manager, Linear linear, Optional<Norm> norm) {
        NDArray weight = manager.create(linear.weight(), new Shape(linear.outputs(), linear.inputs()));
        NDArray bias = manager.create(linear.bias());
        return norm.<HiddenLayer>map(
                        n -> new NormalisedLayer(weight, bias, manager.create(n.scale()), manager.create(n.shift())))
                .orElseGet(() -> new ReluLayer(weight, bias));
    }

    /** Units x inputs. */
    NDArray weight();

    /** One for each unit. */
    NDArray bias();

    /** All that is learnt. */
    List<NDArray> parameters();

    /** A pass forward that can be followed by one back. */
    Tape forward(NDArray inputs, Dropout dropout);

    /** A copy of the normalisation; empty where there is none. */
    Optional<Norm> norm();

    /** A copy of the weights. */
    default Linear linear() {
        return new Linear(
                (int) weight().getShape().get(1),
                (int) weight().getShape().get(0),
                weight().toFloatArray(),
                bias().toFloatArray());
    }
}
