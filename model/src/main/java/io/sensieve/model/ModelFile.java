package io.sensieve.model;

import io.sensieve.model.DecoderWeights.Linear;
import io.sensieve.model.DecoderWeights.Norm;
import io.sensieve.model.SafeTensors.FloatTensor;
import io.sensieve.model.SafeTensors.IntTensor;
import io.sensieve.model.SafeTensors.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model that reconstructs or classifies records, stored as one safetensors file.
 *
 * <p>Tensors: {@code channels} I32 [K]; {@code fill} F32 [K]; {@code fill.covariance} F32 [K, K];
 * {@code scaling.offset} and {@code scaling.range} F32 [D]; {@code decoder.i.weight} F32 [outputs, inputs] and
 * {@code decoder.i.bias} F32 [outputs] for layer i; {@code decoder.i.norm.weight} and {@code decoder.i.norm.bias} F32
 * [outputs] for each layer but the last, unless the metadata {@code activation} is {@code relu}; with the metadata
 * {@code skip} = {@code linear}, {@code decoder.skip.weight} F32 [outputs, K]; with the metadata {@code limits} =
 * {@code clamp}, {@code limits.lowest} and {@code limits.highest} F32 [K]. The metadata {@code format} is
 * {@code sensieve-model/1}.
 *
 * @param channels indices of the K selected channels, ascending: the decoder's inputs
 * @param fill mean of each selected channel, scaled
 * @param covariance covariances of the K scaled inputs, row-major; with {@code fill} they give the estimate of a
 *     missing input ({@link MissingInputs})
 * @param limits range that scaled inputs are clamped to
 * @param offset offset of each of the D channels: {@code scaled = (value - offset) / range}
 * @param range range of each of the D channels, above 0
 * @param decoder maps K scaled inputs to D scaled outputs, or in a classifier to one score for each class
 * @param classifier whether the model classifies; the metadata {@code task} is then {@code classification}
 */
public record ModelFile(
        int[] channels,
        float[] fill,
        float[] covariance,
        Limits limits,
        float[] offset,
        float[] range,
        DecoderWeights decoder,
        boolean classifier) {
    private static final String FORMAT = "sensieve-model/1";
    private static final String COVARIANCE = "fill.covariance";
    private static final String SKIP = "skip";
    private static final String LINEAR = "linear";
    private static final String LIMITS = "limits";
    private static final String CLAMP = "clamp";
    private static final String SKIP_WEIGHT = "decoder.skip.weight";
    private static final String LOWEST = "limits.lowest";
    private static final String HIGHEST = "limits.highest";
    private static final String ACTIVATION = "activation";
    private static final String RELU = "relu";
    private static final String TASK = "task";
    private static final String CLASSIFICATION = "classification";

    /**
     * Range that scaled inputs are clamped to. A decoder extrapolates linearly, so without limits one outlier would
     * distort every reconstructed channel.
     *
     * @param lowest lowest input of each selected channel; length 0 if there are no limits
     * @param highest highest input of each selected channel, of the same length
     */
    public record Limits(float[] lowest, float[] highest) {
        /** No limits. */
        public static final Limits NONE = new Limits(new float[0], new float[0]);

        public Limits {
            if (lowest.length != highest.length) {
                throw new IllegalArgumentException(lowest.length + " lowest and " + highest.length + " highest inputs");
            }
        }

        /** Whether inputs are clamped. */
        public boolean any() {
            return lowest.length > 0;
        }
    }

    /** Creates a model that reconstructs records, without limits; the fill value replaces a missing input. */
    public ModelFile(int[] channels, float[] fill, float[] offset, float[] range, DecoderWeights decoder) {
        this(channels, fill, new float[fill.length * fill.length], Limits.NONE, offset, range, decoder, false);
    }

    /** Returns the K selected values of a record of D, in the channels' own units; NaN stays NaN. */
    float[] project(float[] record) {
        float[] reduced = new float[channels.length];
        for (int i = 0; i < channels.length; i++) {
            reduced[i] = record[channels[i]];
        }
        return reduced;
    }

    /**
     * Computes the decoder's inputs, clamped to their limits.
     *
     * @param reduced K values in the channels' own units; NaN is missing
     * @param scaled receives K scaled values
     * @param missing estimates the missing ones
     */
    void scale(float[] reduced, float[] scaled, MissingInputs missing) {
        boolean complete = true;
        for (int i = 0; i < channels.length; i++) {
            int channel = channels[i];
            float value = (reduced[i] - offset[channel]) / range[channel];
            complete &= !Float.isNaN(value);
            scaled[i] = value;
        }
        clamp(scaled);
        if (!complete) {
            missing.fill(scaled);
            clamp(scaled);
        }
    }

    private void clamp(float[] scaled) {
        for (int i = 0; i < limits.lowest().length; i++) {
            scaled[i] = Math.max(limits.lowest()[i], Math.min(limits.highest()[i], scaled[i]));
        }
    }

    /** Creates the estimate of missing inputs. */
    MissingInputs missingInputs() {
        return new MissingInputs(fill, covariance);
    }

    /** Returns the bytes of the file. */
    public byte[] toBytes() {
        Map<String, Tensor> tensors = new HashMap<>();
        tensors.put("channels", new IntTensor(List.of(channels.length), channels));
        tensors.put("fill", vector(fill));
        tensors.put(COVARIANCE, new FloatTensor(List.of(fill.length, fill.length), covariance));
        if (limits.any()) {
            tensors.put(LOWEST, vector(limits.lowest()));
            tensors.put(HIGHEST, vector(limits.highest()));
        }
        tensors.put("scaling.offset", vector(offset));
        tensors.put("scaling.range", vector(range));
        for (int i = 0; i < decoder.layers().size(); i++) {
            Linear layer = decoder.layers().get(i);
            String name = "decoder." + i;
            tensors.put(name + ".weight", new FloatTensor(List.of(layer.outputs(), layer.inputs()), layer.weight()));
            tensors.put(name + ".bias", vector(layer.bias()));
            if (i < decoder.norms().size()) {
                Norm norm = decoder.norms().get(i);
                tensors.put(name + ".norm.weight", vector(norm.scale()));
                tensors.put(name + ".norm.bias", vector(norm.shift()));
            }
        }
        if (decoder.hasSkip()) {
            tensors.put(SKIP_WEIGHT, new FloatTensor(List.of(decoder.outputs(), decoder.inputs()), decoder.skip()));
        }
        SortedMap<String, String> metadata = new TreeMap<>(Map.of(
                "format",
                FORMAT,
                "layers",
                Integer.toString(decoder.layers().size()),
                ACTIVATION,
                decoder.isReluOnly() ? RELU : "leaky_relu(" + DecoderWeights.LEAKY_SLOPE + ")",
                "norm_epsilon",
                Float.toString(DecoderWeights.NORM_EPSILON)));
        if (decoder.hasSkip()) {
            metadata.put(SKIP, LINEAR);
        }
        if (limits.any()) {
            metadata.put(LIMITS, CLAMP);
        }
        if (classifier) {
            metadata.put(TASK, CLASSIFICATION);
        }
        return new SafeTensors(metadata, new TreeMap<>(tensors)).toBytes();
    }

    /**
     * Reads a file and checks that the shapes of its tensors fit each other.
     *
     * @throws MalformedModelException if they do not fit, or the format is unknown
     */
    public static ModelFile parse(byte[] bytes) {
        SafeTensors file = SafeTensors.parse(bytes);
        String format = file.metadata().getOrDefault("format", "");
        if (!format.equals(FORMAT)) {
            throw new MalformedModelException("model format '" + format + "' is unknown, must be " + FORMAT);
        }
        boolean limited = has(file, LIMITS, CLAMP);
        boolean skip = has(file, SKIP, LINEAR);
        boolean classifier = has(file, TASK, CLASSIFICATION);
        boolean plain = RELU.equals(file.metadata().get(ACTIVATION));
        int k = length(file, "channels");
        int d = length(file, "scaling.offset");
        int count = layers(file);
        List<Linear> layers = new ArrayList<>();
        List<Norm> norms = new ArrayList<>();
        int inputs = k;
        for (int i = 0; i < count; i++) {
            String name = "decoder." + i;
            int outputs = i == count - 1 && !classifier ? d : length(file, name + ".bias");
            if ((long) inputs * outputs > Integer.MAX_VALUE) {
                throw new MalformedModelException(name + " has " + inputs + " x " + outputs + " weights");
            }
            layers.add(new Linear(
                    inputs,
                    outputs,
                    file.floats(name + ".weight", outputs, inputs),
                    file.floats(name + ".bias", outputs)));
            if (i < count - 1 && !plain) {
                norms.add(new Norm(
                        file.floats(name + ".norm.weight", outputs), file.floats(name + ".norm.bias", outputs)));
            }
            inputs = outputs;
        }
        return new ModelFile(
                file.ints("channels", k),
                file.floats("fill", k),
                file.floats(COVARIANCE, k, k),
                limited ? limits(file, k) : Limits.NONE,
                file.floats("scaling.offset", d),
                file.floats("scaling.range", d),
                new DecoderWeights(layers, norms, skip ? file.floats(SKIP_WEIGHT, inputs, k) : new float[0]),
                classifier);
    }

    private static Limits limits(SafeTensors file, int k) {
        Limits limits = new Limits(file.floats(LOWEST, k), file.floats(HIGHEST, k));
        for (int i = 0; i < k; i++) {
            if (limits.lowest()[i] > limits.highest()[i]) {
                throw new MalformedModelException(
                        "lowest input " + i + " is " + limits.lowest()[i] + ", the highest " + limits.highest()[i]);
            }
        }
        return limits;
    }

    private static boolean has(SafeTensors file, String key, String value) {
        String found = file.metadata().get(key);
        if (found != null && !found.equals(value)) {
            throw new MalformedModelException(
                    "model metadata " + key + " is '" + found + "', must be " + value + " or absent");
        }
        return found != null;
    }

    private static int layers(SafeTensors file) {
        int count = 0;
        while (file.tensors().containsKey("decoder." + count + ".weight")) {
            count++;
        }
        if (count == 0) {
            throw new MalformedModelException("tensor decoder.0.weight is missing");
        }
        return count;
    }

    private static int length(SafeTensors file, String name) {
        Tensor tensor = file.tensors().get(name);
        if (tensor == null || tensor.shape().size() != 1 || tensor.length() == 0) {
            throw new MalformedModelException(
                    "tensor " + name + " must be a vector, is " + (tensor == null ? "missing" : tensor.shape()));
        }
        return tensor.length();
    }

    private static FloatTensor vector(float[] data) {
        return new FloatTensor(List.of(data.length), data);
    }
}
