package io.sensieve.trainer.learn.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sensieve.model.DecoderWeights;
import io.sensieve.model.DecoderWeights.Linear;
import io.sensieve.model.DecoderWeights.Norm;
import io.sensieve.trainer.learn.engine.Dropout;
import io.sensieve.trainer.learn.engine.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A decoder in training. Its backward pass is written by hand, because a step is then faster than with the engine's
 * automatic differentiation; {@code benchmarks/speed.md} has the measurement. Hidden layers are Linear, LayerNorm and
 * LeakyReLU (section 4 of the paper) or Linear and ReLU (section 4.4), followed by Linear to the outputs. A skip map
 * from the inputs to the outputs is part of the last Linear, whose inputs are then the last hidden units and the
 * decoder's inputs.
 */
public final class DecoderNetwork {
    private final List<HiddenLayer> hidden = new ArrayList<>();
    private final NDArray weight;
    private final NDArray bias;
    private final int inputs;
    private final boolean skip;

    /**
     * Intermediate arrays of a forward pass for the backward pass. They live as long as the scope of the forward pass.
     */
    public record Tape(NDArray inputs, List<HiddenLayer.Tape> hidden, NDArray last, NDArray outputs) {}

    /**
     * Gradients of a backward pass.
     *
     * @param parameters in the order of {@link DecoderNetwork#parameters}
     * @param inputs rows x inputs
     */
    public record Gradients(List<NDArray> parameters, NDArray inputs) {}

    private DecoderNetwork(List<HiddenLayer> hidden, NDArray weight, NDArray bias, int inputs, boolean skip) {
        this.hidden.addAll(hidden);
        this.weight = weight;
        this.bias = bias;
        this.inputs = inputs;
        this.skip = skip;
    }

    /** Creates a network with PyTorch's default initialisation: uniform within 1 / sqrt(inputs). */
    public static DecoderNetwork random(NDManager manager, int inputs, List<Integer> units, boolean norm, int outputs) {
        List<HiddenLayer> hidden = new ArrayList<>();
        int in = inputs;
        for (int count : units) {
            hidden.add(HiddenLayer.random(manager, in, count, norm));
            in = count;
        }
        return new DecoderNetwork(
                hidden,
                Parameters.uniform(manager, in, outputs, in),
                Parameters.uniform(manager, in, outputs),
                inputs,
                false);
    }

    /** Creates a network with given weights. */
    public static DecoderNetwork of(NDManager manager, DecoderWeights weights) {
        List<HiddenLayer> hidden = new ArrayList<>();
        for (int i = 0; i < weights.layers().size() - 1; i++) {
            hidden.add(HiddenLayer.of(
                    manager,
                    weights.layers().get(i),
                    weights.isReluOnly()
                            ? Optional.empty()
                            : Optional.of(weights.norms().get(i))));
        }
        Linear last = weights.layers().get(hidden.size());
        NDArray weight = manager.create(last.weight(), new Shape(last.outputs(), last.inputs()));
        if (weights.hasSkip()) {
            NDArray beside = manager.create(weights.skip(), new Shape(last.outputs(), weights.inputs()));
            weight = NDArrays.concat(new NDList(weight, beside), 1);
        }
        return new DecoderNetwork(hidden, weight, manager.create(last.bias()), weights.inputs(), weights.hasSkip());
    }

    /** All parameters. */
    public List<NDArray> parameters() {
        List<NDArray> all = new ArrayList<>();
        hidden.forEach(layer -> all.addAll(layer.parameters()));
        all.add(weight);
        all.add(bias);
        return all;
    }

    /** Applies the network: rows x inputs in, rows x outputs out. */
    public NDArray outputs(NDArray rows) {
        return forward(rows, Dropout.NONE).outputs();
    }

    /** Forward pass, which {@link #backward} can follow. */
    public Tape forward(NDArray rows, Dropout dropout) {
        List<HiddenLayer.Tape> tapes = new ArrayList<>();
        NDArray current = rows;
        for (HiddenLayer layer : hidden) {
            HiddenLayer.Tape tape = layer.forward(current, dropout);
            tapes.add(tape);
            current = tape.outputs();
        }
        NDArray last = skip ? NDArrays.concat(new NDList(current, rows), 1) : current;
        return new Tape(rows, tapes, last, last.matMul(weight.transpose()).addi(bias));
    }

    /** Backward pass, given the gradient of the loss by the outputs. */
    public Gradients backward(Tape tape, NDArray byOutputs) {
        List<NDArray> parameters = new ArrayList<>();
        parameters.add(byOutputs.transpose().matMul(tape.last()));
        parameters.add(byOutputs.sum(new int[] {0}));
        NDArray byLast = byOutputs.matMul(weight);
        long units = byLast.getShape().get(1) - (skip ? inputs : 0);
        NDArray current = skip ? byLast.get(":, :" + units) : byLast;
        for (int i = hidden.size() - 1; i >= 0; i--) {
            HiddenLayer.Gradients gradients = tape.hidden().get(i).backward(current);
            parameters.addAll(0, gradients.parameters());
            current = gradients.inputs();
        }
        return new Gradients(parameters, skip ? current.add(byLast.get(":, " + units + ":")) : current);
    }

    /** Copies the weights. */
    public DecoderWeights weights() {
        List<Linear> layers = new ArrayList<>();
        List<Norm> norms = new ArrayList<>();
        for (HiddenLayer layer : hidden) {
            layers.add(layer.linear());
            layer.norm().ifPresent(norms::add);
        }
        int outputs = (int) weight.getShape().get(0);
        int all = (int) weight.getShape().get(1);
        int units = all - (skip ? inputs : 0);
        float[] whole = weight.toFloatArray();
        float[] own = new float[outputs * units];
        float[] beside = new float[outputs * (all - units)];
        for (int o = 0; o < outputs; o++) {
            System.arraycopy(whole, o * all, own, o * units, units);
            System.arraycopy(whole, o * all + units, beside, o * (all - units), all - units);
        }
        layers.add(new Linear(units, outputs, own, bias.toFloatArray()));
        return new DecoderWeights(layers, norms, beside);
    }
}
