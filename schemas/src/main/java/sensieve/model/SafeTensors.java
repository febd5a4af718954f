package sensieve.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String METADATA = "__metadata__";
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
            node.put("dtype", entry.getValue() instanceof FloatTensor ? "F32" : "I32");
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
        byOffset.sort(Comparator.comparingLong(
                entry -> entry.getValue().path("data_offsets").path(0).asLong(-1)));
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
        List<Integer> shape = new ArrayList<>();
        long length = 1;
        for (JsonNode dimension : node.path("shape")) {
            if (!dimension.canConvertToInt() || dimension.asInt() < 0) {
                throw new MalformedModelException("tensor " + name + " has the dimension " + dimension);
            }
            shape.add(dimension.asInt());
            length = Math.min(length * dimension.asInt(), Integer.MAX_VALUE);
        }
        long begin = node.path("data_offsets").path(0).asLong(-1);
        long end = node.path("data_offsets").path(1).asLong(-1);
        if (begin != position || end - begin != length * ELEMENT_BYTES || end > data.capacity()) {
            throw new MalformedModelException("tensor " + name + " claims bytes " + begin + " to " + end + ", expected "
                    + length + " elements from byte " + position);
        }
        ByteBuffer slice = data.slice(position, (int) (end - begin)).order(ByteOrder.LITTLE_ENDIAN);
        switch (node.path("dtype").asText()) {
            case "F32" -> {
                float[] values = new float[(int) length];
                slice.asFloatBuffer().get(values);
                tensors.put(name, new FloatTensor(shape, values));
            }
            case "I32" -> {
                int[] values = new int[(int) length];
                slice.asIntBuffer().get(values);
                tensors.put(name, new IntTensor(shape, values));
            }
            default ->
                throw new MalformedModelException(
                        "tensor " + name + " has the type " + node.path("dtype") + ", known are F32 and I32");
        }
        return (int) end;
    }

    private static List<Integer> checked(List<Integer> shape, int length) {
        long product = shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
        if (product != length) {
            throw new IllegalArgumentException("shape " + shape + " for " + length + " elements");
        }
        return List.copyOf(shape);
    }
}
