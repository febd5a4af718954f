package io.sensieve.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensieve.model.SafeTensors.FloatTensor;
import io.sensieve.model.SafeTensors.IntTensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTensorsTest {
    private static final SafeTensors SAMPLE = new SafeTensors(
            new TreeMap<>(Map.of("format", "x")),
            new TreeMap<>(Map.of(
                    "b", new FloatTensor(List.of(2, 1), new float[] {1, -2}),
                    "a", new IntTensor(List.of(1), new int[] {258}))));

    @Test
    void shouldReadWhatItWrote() {
        // Given
        byte[] bytes = SAMPLE.toBytes();

        // When
        SafeTensors read = SafeTensors.parse(bytes);

        // Then
        assertThat(read.metadata()).isEqualTo(Map.of("format", "x"));
        assertThat(read.tensors().keySet()).containsExactly("a", "b");
        assertThat(read.ints("a", 1)).containsExactly(258);
        assertThat(read.floats("b", 2, 1)).containsExactly(1, -2);
        assertThat(read.toBytes()).isEqualTo(bytes);
    }

    @Test
    void shouldLieInTheFileAsTheFormatSaysWhenWritten() {
        // Given
        String json = "{\"__metadata__\":{\"format\":\"x\"},"
                + "\"a\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[4,12]}}";
        String padded = json + " ".repeat((8 - json.length() % 8) % 8);

        // When
        byte[] bytes = SAMPLE.toBytes();

        // Then
        assertThat(bytes).isEqualTo(file(padded, "02010000" + "0000803f" + "000000c0"));
    }

    @Test
    void shouldReadAForeignFileWhenItsHeaderIsInAnotherOrderAndNotPadded() {
        // Given
        byte[] bytes = file("""
                {"b": {"data_offsets": [4, 12], "shape": [2], "dtype": "F32"},
                 "none": {"data_offsets": [4, 4], "shape": [0, 3], "dtype": "F32"},
                 "a": {"dtype": "I32", "shape": [], "data_offsets": [0, 4]}}""", "02010000" + "0000803f" + "000000c0");

        // When
        SafeTensors read = SafeTensors.parse(bytes);

        // Then
        assertThat(read.metadata()).isEmpty();
        assertThat(read.ints("a")).containsExactly(258);
        assertThat(read.floats("b", 2)).containsExactly(1, -2);
        assertThat(read.floats("none", 0, 3)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 1000, Integer.MAX_VALUE, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE})
    void shouldRefuseTheFileWhenItsHeaderLengthIsImpossible(long length) {
        // Given
        byte[] bytes = SAMPLE.toBytes();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length);

        // When / Then
        assertThatThrownBy(() -> SafeTensors.parse(bytes)).isInstanceOf(MalformedModelException.class);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            gap before                  | {"a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}}
            gap after                   | {"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}
            beyond the end              | {"a": {"dtype": "F32", "shape": [3], "data_offsets": [0, 12]}}
            overlap                     | {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}, "b": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}}
            backwards                   | {"a": {"dtype": "F32", "shape": [2], "data_offsets": [8, 0]}}
            shape and bytes differ      | {"a": {"dtype": "F32", "shape": [3], "data_offsets": [0, 8]}}
            overflowing int             | {"a": {"dtype": "F32", "shape": [65536, 65536], "data_offsets": [0, 8]}}
            overflowing long to 2       | {"a": {"dtype": "F32", "shape": [2147483647, 2147483647, 2147483647, 2], "data_offsets": [0, 8]}}
            dimension above int         | {"a": {"dtype": "F32", "shape": [4294967298], "data_offsets": [0, 8]}}
            negative dimension          | {"a": {"dtype": "F32", "shape": [-2], "data_offsets": [0, 8]}}
            two negative dimensions     | {"a": {"dtype": "F32", "shape": [-2, -1], "data_offsets": [0, 8]}}
            fraction                    | {"a": {"dtype": "F32", "shape": [2.5], "data_offsets": [0, 8]}}
            exponent                    | {"a": {"dtype": "F32", "shape": [1e999999999], "data_offsets": [0, 8]}}
            dimension as text           | {"a": {"dtype": "F32", "shape": ["2"], "data_offsets": [0, 8]}}
            no shape                    | {"a": {"dtype": "F32", "data_offsets": [0, 8]}}
            no offsets                  | {"a": {"dtype": "F32", "shape": [2]}}
            offsets as text             | {"a": {"dtype": "F32", "shape": [2], "data_offsets": ["0", "8"]}}
            half offsets                | {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0.4, 8.2]}}
            no dtype                    | {"a": {"shape": [2], "data_offsets": [0, 8]}}
            other dtype                 | {"a": {"dtype": "F64", "shape": [1], "data_offsets": [0, 8]}}
            dtype is a number           | {"a": {"dtype": 32, "shape": [2], "data_offsets": [0, 8]}}
            tensor is a number          | {"a": 5}
            tensor is null              | {"a": null}
            tensor twice                | {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}, "a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}
            metadata only               | {"__metadata__": {"format": "x"}}
            metadata is a list          | {"__metadata__": [1]}
            list                        | [1, 2]
            null                        | null
            two objects                 | {} {}
            not JSON                    | {"a": {"dtype"
            text                        | hello
            blank                       | '    '
            """)
    void shouldRefuseTheFileWhenItsHeaderIs(String what, String header) {
        // Given
        byte[] bytes = file(header, "0000803f" + "000000c0");

        // When / Then
        assertThatThrownBy(() -> SafeTensors.parse(bytes))
                .as(what)
                .isInstanceOf(MalformedModelException.class)
                .message()
                .isNotBlank();
    }

    @Test
    void shouldRefuseTheFileWhenAnEmptyTensorsShapeOverflows() {
        // Given
        String dimensions = "2147483647, 2147483647, 2147483647, 2147483647";
        byte[] bytes =
                file("{\"a\": {\"dtype\": \"F32\", \"shape\": [" + dimensions + "], \"data_offsets\": [0, 0]}}", "");

        // When / Then
        assertThatThrownBy(() -> SafeTensors.parse(bytes)).isInstanceOf(MalformedModelException.class);
    }

    @Test
    void shouldRefuseTheFileWhenItsJsonIsNestedDeeply() {
        // Given
        byte[] bytes = file("[".repeat(200_000), "");

        // When / Then
        assertThatThrownBy(() -> SafeTensors.parse(bytes)).isInstanceOf(MalformedModelException.class);
    }

    @Test
    void shouldReportWhatItIsWhenATensorIsMissingOrOfAnotherKind() {
        // Given
        SafeTensors file = SAMPLE;

        // When / Then
        assertThatThrownBy(() -> file.floats("c", 1))
                .isInstanceOf(MalformedModelException.class)
                .hasMessage("tensor c must be F32[1], is missing");
        assertThatThrownBy(() -> file.floats("a", 1)).hasMessage("tensor a must be F32[1], is IntTensor[1]");
        assertThatThrownBy(() -> file.floats("b", 1, 2)).hasMessage("tensor b must be F32[1, 2], is FloatTensor[2, 1]");
        assertThatThrownBy(() -> file.ints("b", 2)).hasMessage("tensor b must be I32[2], is FloatTensor[2, 1]");
    }

    @Test
    void shouldRefuseEveryLengthWhenTruncated() {
        // Given
        byte[] bytes = SAMPLE.toBytes();

        for (int length = 0; length < bytes.length; length++) {
            byte[] shorter = java.util.Arrays.copyOf(bytes, length);

            // When / Then
            assertThatThrownBy(() -> SafeTensors.parse(shorter)).isInstanceOf(MalformedModelException.class);
        }
    }

    @Test
    void shouldThrowNothingElseWhenBytesAreRandom() {
        // Given
        byte[] bytes = SAMPLE.toBytes();
        Random random = new Random(3);
        int refused = 0;

        // When
        for (int i = 0; i < 20_000; i++) {
            byte[] flipped = bytes.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                flipped[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                SafeTensors.parse(flipped);
            } catch (MalformedModelException e) {
                refused++;
            }
        }

        // Then
        assertThat(refused).isBetween(10_000, 20_000);
    }

    private static byte[] file(String header, String dataInHex) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .array());
        out.writeBytes(json);
        out.writeBytes(HexFormat.of().parseHex(dataInHex));
        return out.toByteArray();
    }
}
