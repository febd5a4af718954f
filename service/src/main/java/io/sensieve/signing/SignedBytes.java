package io.sensieve.signing;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Appends a signature to an encoded record and splits it off again. The signature is the last field, of Avro's type
 * {@code bytes}: the record ends with its length (zig-zag, so 64 is {@code 80 01}) and its bytes. It signs all bytes
 * before that, including the header. So the check verifies the received bytes, not a new encoding of the record.
 */
final class SignedBytes {
    static final int SIGNATURE_BYTES = 64;
    private static final byte NONE = 0;
    private static final byte[] LENGTH = {(byte) 0x80, 0x01};

    private SignedBytes() {}

    /**
     * Returns the bytes to sign of a record that was encoded with an empty signature.
     *
     * @throws IllegalArgumentException if the record does not end with an empty signature
     */
    static byte[] unsigned(byte[] encoded) {
        if (encoded.length == 0 || encoded[encoded.length - 1] != NONE) {
            throw new IllegalArgumentException("the record does not end with an empty signature");
        }
        return Arrays.copyOf(encoded, encoded.length - 1);
    }

    /** Appends the signature to the signed bytes. */
    static byte[] join(byte[] content, byte[] signature) {
        return ByteBuffer.allocate(content.length + LENGTH.length + signature.length)
                .put(content)
                .put(LENGTH)
                .put(signature)
                .array();
    }

    /** Returns the signed bytes; empty if the record does not end with this signature. */
    static Optional<byte[]> content(byte[] encoded, byte[] signature) {
        int end = encoded.length - LENGTH.length - signature.length;
        if (signature.length != SIGNATURE_BYTES || end < 0) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOf(encoded, end);
        return Arrays.equals(join(content, signature), encoded) ? Optional.of(content) : Optional.empty();
    }
}
