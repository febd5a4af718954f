package io.sensieve.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Named 32-bit tensors in the safetensors format: a 64-bit little-endian header length, a JSON header, then the
 * tensors' bytes, little-endian and row-major, without a gap. Libraries for many languages read it.
 *
 * @param metadata free text by name, the header's {@code __metadata__}
 * @param tensors the tensors by name
 */
public record SafeTensors(SortedMap<String, String> metadata, SortedMap<String, Tensor> tensors) {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final String METADATA = "__metadata__";
    static final String FLOAT = "F32";
    static final String INT = "I32";
    static final int ELEMENT_BYTES = 4;
    private static final int ALIGNMENT = 8;

    /** A tensor of 32-bit elements. */
    public sealed interface Tensor permits FloatTensor, IntTensor {
        /** Length of each dimension. */
        List<Integer> shape();

        /** Number of elements. */
        int length();
    }

    /** Elements of type F32. */
    public record FloatTensor(List<Integer> shape, float[] data) implements Tensor {
        public FloatTensor {
            shape = checked(shape, data.length);
        }

        @Override
        public int length() {
            return data.length;
        }
    }

    /** Elements of type I32. */
    public record IntTensor(List<Integer> shape, int[] data) implements Tensor {
        public IntTensor {
            shape = checked(shape, data.length);
        }

        @Override
        public int length() {
            return data.length;
        }
    }

    public SafeTensors {
        metadata = new TreeMap<>(metadata);
        tensors = new TreeMap<>(tensors);
    }

    /**
     * The float tensor of that name and shape.
     *
     * @throws MalformedModelException if it is missing, of another type or shape
     */
    public float[] floats(String name, int... shape) {
        if (tensors.get(name) instanceof FloatTensor tensor && hasShape(tensor, shape)) {
            return tensor.data();
        }
        throw unexpected(name, "F32", shape);
    }

    /**
     * The integer tensor of that name and shape.
     *
     * @throws MalformedModelException if it is missing, of another type or shape
     */
    public int[] ints(String name, int... shape) {
        if (tensors.get(name) instanceof IntTensor tensor && hasShape(tensor, shape)) {
            return tensor.data();
        }
        throw unexpected(name, "I32", shape);
    }

    private static boolean hasShape(Tensor tensor, int... shape) {
        return Arrays.equals(tensor.shape().stream().mapToInt(Integer::intValue).toArray(), shape);
    }

    private MalformedModelException unexpected(String name, String type, int... shape) {
        Tensor found = tensors.get(name);
        String what = found == null ? "missing" : found.getClass().getSimpleName() + found.shape();
        return new MalformedModelException(
                "tensor " + name + " must be " + type + Arrays.toString(shape) + ", is " + what);
    }

    /** The file's bytes: the same for equal contents. */
    public byte[] toBytes() {
        ObjectNode header = JSON.createObjectNode();
        ObjectNode meta = header.putObject(METADATA);
        metadata.forEach(meta::put);
        int offset = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            ObjectNode node = header.putObject(entry.getKey());
            node.put("dtype", entry.getValue() instanceof FloatTensor ? FLOAT : INT);
            entry.getValue().shape().forEach(node.putArray("shape")::add);
            int end = Math.addExact(offset, Math.multiplyExact(entry.getValue().length(), ELEMENT_BYTES));
            node.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        int padding = (ALIGNMENT - json.length % ALIGNMENT) % ALIGNMENT;
        ByteBuffer out = ByteBuffer.allocate(Math.addExact(8 + json.length + padding, offset))
                .order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(json.length + padding).put(json);
        for (int i = 0; i < padding; i++) {
            out.put((byte) ' ');
        }
        for (Tensor tensor : tensors.values()) {
            if (tensor instanceof FloatTensor floats) {
                out.asFloatBuffer().put(floats.data());
            } else if (tensor instanceof IntTensor ints) {
                out.asIntBuffer().put(ints.data());
            }
            out.position(out.position() + tensor.length() * ELEMENT_BYTES);
        }
        return out.array();
    }

    /**
     * The contents of a file.
     *
     * @throws MalformedModelException if {@code bytes} are no such file, or hold types other than F32 and I32
     */
    public static SafeTensors parse(byte[] bytes) {
        return SafeTensorsReader.read(bytes);
    }

    private static List<Integer> checked(List<Integer> shape, int length) {
        long product = 1;
        for (int dimension : shape) {
            if (dimension < 0) {
                throw new IllegalArgumentException("shape " + shape);
            }
            product = Math.min(product * dimension, Integer.MAX_VALUE);
        }
        if (product != length) {
            throw new IllegalArgumentException("shape " + shape + " for " + length + " elements");
        }
        return List.copyOf(shape);
    }
}
