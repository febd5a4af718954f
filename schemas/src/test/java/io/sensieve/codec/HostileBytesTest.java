package io.sensieve.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sensieve.codec.CodecException.Reason;
import io.sensieve.sample.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A few bytes claim to be followed by gigabytes: what they cost must not depend on the claim. */
class HostileBytesTest {
    private static final List<Long> CLAIMS = List.of(
            100_000_000L, (long) Integer.MAX_VALUE - 8, (long) Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE, -2L);

    private interface Body {
        void write(BinaryEncoder out, long claim) throws IOException;
    }

    static Stream<Arguments> claims() {
        SpecificRecord sensorRecord = Samples.record(1);
        SpecificRecord selection = Samples.selection();
        SpecificRecord chunk = Samples.all().get(4);
        return CLAIMS.stream()
                .flatMap(claim -> Stream.of(
                        Arguments.of("string", claim, sensorRecord, (Body) BinaryEncoder::writeLong),
                        Arguments.of("array of floats", claim, sensorRecord, (Body) (out, length) -> {
                            out.writeString("press");
                            out.writeLong(0);
                            out.writeIndex(0);
                            out.writeLong(length);
                        }),
                        Arguments.of("second block", claim, sensorRecord, (Body) (out, length) -> {
                            out.writeString("press");
                            out.writeLong(0);
                            out.writeIndex(0);
                            out.writeLong(1);
                            out.writeFloat(1);
                            out.writeLong(length);
                        }),
                        Arguments.of("block with a byte size", claim, sensorRecord, (Body) (out, length) -> {
                            out.writeString("press");
                            out.writeLong(0);
                            out.writeIndex(0);
                            out.writeLong(-length);
                            out.writeLong(length);
                        }),
                        Arguments.of("array of strings", claim, selection, (Body) (out, length) -> {
                            out.writeString("press");
                            out.writeInt(1);
                            out.writeString("ip-cae");
                            out.writeLong(length);
                        }),
                        Arguments.of("array of records", claim, selection, (Body) (out, length) -> {
                            out.writeString("press");
                            out.writeInt(1);
                            out.writeString("ip-cae");
                            out.writeLong(0);
                            out.writeLong(length);
                        }),
                        Arguments.of("map", claim, selection, (Body) HostileBytesTest::writeUpToSettings),
                        Arguments.of("bytes", claim, chunk, (Body) (out, length) -> {
                            out.writeString("ab12");
                            out.writeInt(0);
                            out.writeInt(1);
                            out.writeLong(length);
                        })));
    }

    @ParameterizedTest(name = "{0} of {1}")
    @MethodSource("claims")
    void shouldRefuseQuicklyWhenALengthIsClaimedThatTheBytesCannotHold(
            String what, long claim, SpecificRecord type, Body body) throws IOException {
        // Given
        AvroCodec<SpecificRecord> codec = AvroCodecTest.codecOf(type);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(Arrays.copyOf(codec.encode(type), AvroCodec.HEADER_BYTES));
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        body.write(encoder, claim);
        encoder.flush();
        out.write(new byte[15]);

        // When
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThatThrownBy(() -> codec.decode(out.toByteArray()))
                        // Then
                        .isInstanceOfSatisfying(
                                CodecException.class,
                                e -> assertThat(e.reason()).isEqualTo(Reason.CORRUPT)));
    }

    private static void writeUpToSettings(BinaryEncoder out, long length) throws IOException {
        out.writeString("press");
        out.writeInt(1);
        out.writeString("ip-cae");
        for (int i = 0; i < 3; i++) {
            out.writeLong(0);
        }
        out.writeString("minmax");
        out.writeLong(0);
        out.writeLong(0);
        out.writeString("ab12");
        out.writeLong(1);
        out.writeInt(1);
        for (int i = 0; i < 3; i++) {
            out.writeLong(0);
        }
        out.writeLong(1);
        for (int i = 0; i < 6; i++) {
            out.writeDouble(0);
        }
        out.writeLong(0);
        out.writeString("offline");
        for (int i = 0; i < 4; i++) {
            out.writeLong(0);
        }
        out.writeLong(0);
        out.writeLong(1);
        out.writeLong(length);
    }
}
