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

/** A hidden layer of a decoder in training, with its backward pass written by hand. */
interface HiddenLayer {
    /** Intermediate arrays of a forward pass. */
    interface Tape {
        /** Rows x units. */
        NDArray outputs();

        /** Backward pass, given the gradient of the loss by the outputs. */
        Gradients backward(NDArray byOutputs);
    }

    /** Gradients: of the parameters as in {@link HiddenLayer#parameters}, and of the inputs, rows x inputs. */
    record Gradients(List<NDArray> parameters, NDArray inputs) {}

    /** Creates a layer with random weights. */
    static HiddenLayer random(NDManager manager, int inputs, int units, boolean norm) {
        NDArray weight = Parameters.uniform(manager, inputs, units, inputs);
        NDArray bias = Parameters.uniform(manager, inputs, units);
        return norm
                ? new NormalisedLayer(weight, bias, manager.ones(new Shape(units)), manager.zeros(new Shape(units)))
                : new ReluLayer(weight, bias);
    }

    /** Creates a layer with given weights. */
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

    /** All parameters. */
    List<NDArray> parameters();

    /** Forward pass, which {@link Tape#backward} can follow. */
    Tape forward(NDArray inputs, Dropout dropout);

    /** Copies the normalisation; empty if there is none. */
    Optional<Norm> norm();

    /** Copies the weights. */
    default Linear linear() {
        return new Linear(
                (int) weight().getShape().get(1),
                (int) weight().getShape().get(0),
                weight().toFloatArray(),
                bias().toFloatArray());
    }
}
