package io.sensieve.model;

import static io.sensieve.model.SafeTensors.ELEMENT_BYTES;
import static io.sensieve.model.SafeTensors.FLOAT;
import static io.sensieve.model.SafeTensors.INT;
import static io.sensieve.model.SafeTensors.METADATA;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sensieve.model.SafeTensors.FloatTensor;
import io.sensieve.model.SafeTensors.IntTensor;
import io.sensieve.model.SafeTensors.Tensor;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a safetensors file that may be hostile: what it costs is bounded by the file's own size. */
final class SafeTensorsReader {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private SafeTensorsReader() {}

    static SafeTensors read(byte[] bytes) {
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
}
