package io.sensieve.streams.record;

import io.sensieve.Reconstruction;
import io.sensieve.ReducedRecord;
import io.sensieve.codec.AvroCodec;
import io.sensieve.topic.WireFormat;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Encodes {@link ReducedRecord} and {@link Reconstruction} directly to Avro bytes, the same bytes as
 * {@link AvroCodec#encode}. Encodes the parts that all records of a selection share only once. Thread-safe.
 */
public final class OutputEncoder {
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] reducedStart;
    private final byte[] reconstructionStart;

    private OutputEncoder(byte[] reducedStart, byte[] reconstructionStart) {
        this.reducedStart = reducedStart;
        this.reconstructionStart = reconstructionStart;
    }

    /** Creates an encoder of the output records of one selection. */
    public static OutputEncoder of(WireFormat format, String layout, int version) {
        return of(format.reduced(), format.reconstructions(), layout, version);
    }

    static OutputEncoder of(
            AvroCodec<ReducedRecord> reduced, AvroCodec<Reconstruction> reconstructions, String layout, int version) {
        return new OutputEncoder(
                start(reduced.header(ReducedRecord.getClassSchema()), layout, version),
                start(reconstructions.header(Reconstruction.getClassSchema()), layout, version));
    }

    private static byte[] start(byte[] header, String layout, int version) {
        byte[] name = layout.getBytes(StandardCharsets.UTF_8);
        byte[] start = new byte[header.length + varintBytes(name.length) + name.length + varintBytes(version)];
        ByteBuffer buffer = ByteBuffer.wrap(start).put(header);
        buffer.position(varint(name.length, start, buffer.position()));
        buffer.put(name);
        varint(version, start, buffer.position());
        return start;
    }

    /**
     * Encodes a {@link ReducedRecord}.
     *
     * @param channels the K selected channels, at least one
     */
    public byte[] reduced(SensorRecordView record, int[] channels) {
        int values = varintBytes(channels.length) + channels.length * Float.BYTES;
        byte[] bytes = Arrays.copyOf(reducedStart, reducedStart.length + varintBytes(record.timestamp()) + values + 1);
        int at = varint(record.timestamp(), bytes, reducedStart.length);
        at = varint(channels.length, bytes, at);
        for (int channel : channels) {
            record.copy(channel, bytes, at);
            at += Float.BYTES;
        }
        return bytes;
    }

    /**
     * Encodes a {@link Reconstruction}.
     *
     * @param timestamp event time in milliseconds
     * @param error normalised error
     * @param values D reconstructed values in the channels' own units, at least one
     */
    public byte[] reconstruction(long timestamp, float error, float[] values) {
        int floats = varintBytes(values.length) + values.length * Float.BYTES;
        byte[] bytes = Arrays.copyOf(
                reconstructionStart, reconstructionStart.length + varintBytes(timestamp) + Float.BYTES + floats + 1);
        int at = varint(timestamp, bytes, reconstructionStart.length);
        FLOAT.set(bytes, at, error);
        at = varint(values.length, bytes, at + Float.BYTES);
        ByteBuffer.wrap(bytes, at, values.length * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .put(values);
        return bytes;
    }

    private static int varintBytes(long value) {
        long rest = zigzag(value);
        int bytes = 1;
        while ((rest >>>= 7) != 0) {
            bytes++;
        }
        return bytes;
    }

    /** Writes a zigzag number and returns the position after it. */
    private static int varint(long value, byte[] target, int at) {
        long rest = zigzag(value);
        int next = at;
        while ((rest & ~0x7FL) != 0) {
            target[next++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[next++] = (byte) rest;
        return next;
    }

    private static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }
}
