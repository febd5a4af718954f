package io.sensieve.model;

import io.sensieve.ModelChunk;
import io.sensieve.ModelReference;
import io.sensieve.model.RefusedSelectionException.Reason;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** Splits a model file into chunks below the broker's default message size, and joins the chunks again. */
public final class ModelChunks {
    /** The broker's default limit is 1,048,588 bytes for a batch. */
    public static final int CHUNK_BYTES = 900_000;

    private ModelChunks() {}

    /** Creates the reference to a file: its digest, size and number of chunks. */
    public static ModelReference reference(byte[] file) {
        return new ModelReference(sha256(file), (long) file.length, count(file.length));
    }

    /** Splits a file into its chunks, in order. */
    public static List<ModelChunk> split(byte[] file) {
        String digest = sha256(file);
        int count = count(file.length);
        List<ModelChunk> chunks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = i * CHUNK_BYTES;
            int length = Math.min(CHUNK_BYTES, file.length - from);
            chunks.add(new ModelChunk(digest, i, count, ByteBuffer.wrap(file, from, length)));
        }
        return chunks;
    }

    /**
     * Joins chunks to the file.
     *
     * @param limit most bytes of the file
     * @param chunks finds the chunk of an index
     * @throws RefusedSelectionException if a chunk is missing, the size is above the limit or differs from the
     *     reference, or the digest differs
     */
    public static byte[] join(ModelReference reference, long limit, IntFunction<Optional<ModelChunk>> chunks) {
        if (reference.getBytes() < 1
                || reference.getBytes() > Math.min(limit, Integer.MAX_VALUE - 8)
                || reference.getChunks() != count(reference.getBytes())) {
            throw new RefusedSelectionException(
                    Reason.WRONG_SHAPE,
                    "model of " + reference.getBytes() + " bytes in " + reference.getChunks() + " chunks, at most "
                            + limit + " bytes are allowed");
        }
        byte[] file = new byte[(int) reference.getBytes()];
        int position = 0;
        for (int i = 0; i < reference.getChunks(); i++) {
            int index = i;
            ModelChunk chunk = chunks.apply(i)
                    .orElseThrow(() -> new RefusedSelectionException(
                            Reason.MISSING_CHUNK,
                            "chunk " + index + " of " + reference.getChunks() + " of model " + reference.getSha256()
                                    + " is missing"));
            ByteBuffer data = chunk.getData().duplicate();
            if (data.remaining() > file.length - position) {
                throw new RefusedSelectionException(
                        Reason.WRONG_SHAPE, "the chunks hold more than " + file.length + " bytes");
            }
            int length = data.remaining();
            data.get(file, position, length);
            position += length;
        }
        String digest = sha256(file);
        if (position != file.length || !digest.equals(reference.getSha256())) {
            throw new RefusedSelectionException(
                    Reason.WRONG_HASH, "the chunks' SHA-256 is " + digest + ", not " + reference.getSha256());
        }
        return file;
    }

    private static int count(long bytes) {
        return (int) ((bytes + CHUNK_BYTES - 1) / CHUNK_BYTES);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
