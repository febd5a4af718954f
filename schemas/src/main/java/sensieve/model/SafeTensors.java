package sensieve.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
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
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String METADATA = "__metadata__";
    private static final String FLOAT = "F32";
    private static final String INT = "I32";
    private static final int ELEMENT_BYTES = 4;
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
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            long headerLength = in.getLong();
            if (headerLength < 2 || headerLength > in.remaining()) {
                throw new MalformedModelException(
                        "safetensors header of " + headerLength + " bytes in a file of " + bytes.length + " bytes");
            }
            JsonNode header = JSON.readTree(new String(bytes, 8, (int) headerLength, StandardCharsets.UTF_8));
            if (!header.isObject()) {
                throw new MalformedModelException("safetensors header is no JSON object");
            }
            in.position(8 + (int) headerLength);
            return parse(header, in.slice().order(ByteOrder.LITTLE_ENDIAN));
        } catch (BufferUnderflowException | JsonProcessingException e) {
            throw new MalformedModelException("no safetensors file: " + e.getMessage(), e);
        }
    }

    private static SafeTensors parse(JsonNode header, ByteBuffer data) {
        SortedMap<String, String> metadata = new TreeMap<>();
        Map<String, JsonNode> nodes = new LinkedHashMap<>();
        header.properties().forEach(field -> {
            if (field.getKey().equals(METADATA)) {
                field.getValue()
                        .properties()
                        .forEach(m -> metadata.put(m.getKey(), m.getValue().asText()));
            } else {
                nodes.put(field.getKey(), field.getValue());
            }
        });
        List<Map.Entry<String, JsonNode>> byOffset = new ArrayList<>(nodes.entrySet());
        byOffset.sort(Comparator.<Map.Entry<String, JsonNode>>comparingLong(entry -> offset(entry.getValue(), 0))
                .thenComparingLong(entry -> offset(entry.getValue(), 1)));
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        int position = 0;
        for (Map.Entry<String, JsonNode> entry : byOffset) {
            position = readTensor(entry.getKey(), entry.getValue(), data, position, tensors);
        }
        if (position != data.capacity()) {
            throw new MalformedModelException(
                    "tensors take " + position + " bytes of " + data.capacity() + " in the file");
        }
        return new SafeTensors(metadata, tensors);
    }

    private static int readTensor(
            String name, JsonNode node, ByteBuffer data, int position, SortedMap<String, Tensor> tensors) {
        String type = node.path("dtype").asText();
        if (!type.equals(FLOAT) && !type.equals(INT)) {
            throw new MalformedModelException(
                    "tensor " + name + " has the type " + node.path("dtype") + ", known are F32 and I32");
        }
        List<Integer> shape = shape(name, node.path("shape"));
        long length = 1;
        for (int dimension : shape) {
            length = Math.min(length * dimension, Integer.MAX_VALUE);
        }
        long begin = offset(node, 0);
        long end = offset(node, 1);
        if (begin != position || end - begin != length * ELEMENT_BYTES || end > data.capacity()) {
            throw new MalformedModelException("tensor " + name + " claims bytes " + begin + " to " + end + ", expected "
                    + length + " elements from byte " + position);
        }
        ByteBuffer slice = data.slice(position, (int) (end - begin)).order(ByteOrder.LITTLE_ENDIAN);
        if (type.equals(FLOAT)) {
            float[] values = new float[(int) length];
            slice.asFloatBuffer().get(values);
            tensors.put(name, new FloatTensor(shape, values));
        } else {
            int[] values = new int[(int) length];
            slice.asIntBuffer().get(values);
            tensors.put(name, new IntTensor(shape, values));
        }
        return (int) end;
    }

    private static List<Integer> shape(String name, JsonNode node) {
        if (!node.isArray()) {
            throw new MalformedModelException("tensor " + name + " has the shape " + node);
        }
        List<Integer> shape = new ArrayList<>();
        for (JsonNode dimension : node) {
            if (!dimension.isInt() || dimension.asInt() < 0) {
                throw new MalformedModelException("tensor " + name + " has the dimension " + dimension);
            }
            shape.add(dimension.asInt());
        }
        return shape;
    }

    /** Byte that a tensor begins at (0) or ends before (1); -1, which is nowhere, where none is given. */
    private static long offset(JsonNode node, int index) {
        JsonNode offset = node.path("data_offsets").path(index);
        return offset.isIntegralNumber() && offset.canConvertToLong() ? offset.asLong() : -1;
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
