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
 * What rebuilding a record, or telling its class, needs, as one safetensors file.
 *
 * <p>Tensors: {@code channels} I32 [K]; {@code fill} F32 [K]; {@code scaling.offset} and {@code scaling.range} F32 [D];
 * {@code decoder.i.weight} F32 [outputs, inputs] and {@code decoder.i.bias} F32 [outputs] for layer i;
 * {@code decoder.i.norm.weight} and {@code decoder.i.norm.bias} F32 [outputs] for each layer but the last, unless the
 * metadata {@code activation} is {@code relu}; where the decoder has a map beside its layers,
 * {@code decoder.skip.weight} F32 [outputs, K]; where its inputs have limits, {@code limits.lowest} and
 * {@code limits.highest} F32 [K]. With limits the format is 3, with a map alone 2, so that a reader that does not know
 * one of them refuses the file rather than leaving it out.
 *
 * @param channels indices of the K chosen channels, ascending: the decoder's inputs
 * @param fill scaled value that stands for a missing one, for each chosen channel
 * @param limits between which scaled inputs are held
 * @param offset subtracted from a channel's value, for each of D
 * @param range a channel's value is divided by it, for each of D
 * @param decoder K scaled inputs; D scaled outputs, or for a classifier one score for each class
 * @param classifier whether the decoder tells classes; metadata {@code task} is then {@code classification}
 */
public record ModelFile(
        int[] channels,
        float[] fill,
        Limits limits,
        float[] offset,
        float[] range,
        DecoderWeights decoder,
        boolean classifier) {
    private static final String LAYERS_ONLY = "sensieve-model/1";
    private static final String WITH_SKIP = "sensieve-model/2";
    private static final String WITH_LIMITS = "sensieve-model/3";
    private static final List<String> KNOWN = List.of(LAYERS_ONLY, WITH_SKIP, WITH_LIMITS);
    private static final String SKIP = "decoder.skip.weight";
    private static final String LOWEST = "limits.lowest";
    private static final String HIGHEST = "limits.highest";
    private static final String ACTIVATION = "activation";
    private static final String RELU = "relu";
    private static final String TASK = "task";
    private static final String CLASSIFICATION = "classification";

    /**
     * Between which scaled inputs are held: a decoder goes on in a straight line from what it has learnt, and one value
     * far from all of that would carry every rebuilt channel away.
     *
     * @param lowest for each chosen channel; of length 0 where there are no limits
     * @param highest as long
     */
    public record Limits(float[] lowest, float[] highest) {
        /** None, as in formats 1 and 2. */
        public static final Limits NONE = new Limits(new float[0], new float[0]);

        public Limits {
            if (lowest.length != highest.length) {
                throw new IllegalArgumentException(lowest.length + " lowest and " + highest.length + " highest inputs");
            }
        }

        /** Whether there are any. */
        public boolean any() {
            return lowest.length > 0;
        }
    }

    /** A model that rebuilds records, without limits. */
    public ModelFile(int[] channels, float[] fill, float[] offset, float[] range, DecoderWeights decoder) {
        this(channels, fill, Limits.NONE, offset, range, decoder, false);
    }

    /** The K chosen values of a record of D, in the channels' own units; NaN stays NaN. */
    float[] project(float[] record) {
        float[] reduced = new float[channels.length];
        for (int i = 0; i < channels.length; i++) {
            reduced[i] = record[channels[i]];
        }
        return reduced;
    }

    /**
     * The decoder's inputs, within their limits.
     *
     * @param reduced K values in the channels' own units; a missing one counts as its fill value
     * @param scaled receives K scaled values
     */
    void scale(float[] reduced, float[] scaled) {
        for (int i = 0; i < channels.length; i++) {
            int channel = channels[i];
            float value = (reduced[i] - offset[channel]) / range[channel];
            scaled[i] = Float.isNaN(value) ? fill[i] : value;
        }
        for (int i = 0; i < limits.lowest().length; i++) {
            scaled[i] = Math.max(limits.lowest()[i], Math.min(limits.highest()[i], scaled[i]));
        }
    }

    /** The file's bytes. */
    public byte[] toBytes() {
        Map<String, Tensor> tensors = new HashMap<>();
        tensors.put("channels", new IntTensor(List.of(channels.length), channels));
        tensors.put("fill", vector(fill));
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
            tensors.put(SKIP, new FloatTensor(List.of(decoder.outputs(), decoder.inputs()), decoder.skip()));
        }
        SortedMap<String, String> metadata = new TreeMap<>(Map.of(
                "format",
                limits.any() ? WITH_LIMITS : decoder.hasSkip() ? WITH_SKIP : LAYERS_ONLY,
                "layers",
                Integer.toString(decoder.layers().size()),
                ACTIVATION,
                decoder.plain() ? RELU : "leaky_relu(" + DecoderWeights.LEAKY_SLOPE + ")",
                "norm_epsilon",
                Float.toString(DecoderWeights.NORM_EPSILON)));
        if (classifier) {
            metadata.put(TASK, CLASSIFICATION);
        }
        return new SafeTensors(metadata, new TreeMap<>(tensors)).toBytes();
    }

    /**
     * Reads a file and checks that its parts fit each other.
     *
     * @throws MalformedModelException if they do not
     */
    public static ModelFile parse(byte[] bytes) {
        SafeTensors file = SafeTensors.parse(bytes);
        String format = file.metadata().getOrDefault("format", "");
        if (!KNOWN.contains(format)) {
            throw new MalformedModelException("model format '" + format + "', known are " + String.join(", ", KNOWN));
        }
        boolean limited = format.equals(WITH_LIMITS);
        boolean skip = format.equals(WITH_SKIP) || (limited && file.tensors().containsKey(SKIP));
        boolean classifier = classifier(file);
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
                limited ? limits(file, k) : Limits.NONE,
                file.floats("scaling.offset", d),
                file.floats("scaling.range", d),
                new DecoderWeights(layers, norms, skip ? file.floats(SKIP, inputs, k) : new float[0]),
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

    private static boolean classifier(SafeTensors file) {
        String task = file.metadata().get(TASK);
        if (task != null && !task.equals(CLASSIFICATION)) {
            throw new MalformedModelException(
                    "model task '" + task + "', known is " + CLASSIFICATION + ", or none for reconstruction");
        }
        return task != null;
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
