package io.sensieve.signing;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * How a signature lies in an encoded record. It is the last field, of Avro's type {@code bytes}, so the record's bytes
 * end with its length (zig-zag, so 64 is {@code 80 01}) and itself; what is signed is all before that, the header with
 * the schema's fingerprint included. So what is verified is what came, and not what would be made of it anew.
 */
final class SignedBytes {
    static final int SIGNATURE_BYTES = 64;
    private static final byte NONE = 0;
    private static final byte[] LENGTH = {(byte) 0x80, 0x01};

    private SignedBytes() {}

    /**
     * What is to be signed of a record that was encoded without a signature.
     *
     * @throws IllegalArgumentException if it does not end with the length of an empty one
     */
    static byte[] unsigned(byte[] encoded) {
        if (encoded.length == 0 || encoded[encoded.length - 1] != NONE) {
            throw new IllegalArgumentException("the record does not end with an empty signature");
        }
        return Arrays.copyOf(encoded, encoded.length - 1);
    }

    /** The record with its signature. */
    static byte[] join(byte[] content, byte[] signature) {
        return ByteBuffer.allocate(content.length + LENGTH.length + signature.length)
                .put(content)
                .put(LENGTH)
                .put(signature)
                .array();
    }

    /** What was signed, if the record's bytes end with this signature. */
    static Optional<byte[]> content(byte[] encoded, byte[] signature) {
        int end = encoded.length - LENGTH.length - signature.length;
        if (signature.length != SIGNATURE_BYTES || end < 0) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOf(encoded, end);
        return Arrays.equals(join(content, signature), encoded) ? Optional.of(content) : Optional.empty();
    }
}
