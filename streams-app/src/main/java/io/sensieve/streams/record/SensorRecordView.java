package io.sensieve.streams.record;

import io.sensieve.SensorRecord;
import io.sensieve.codec.AvroCodec;
import io.sensieve.codec.CodecException;
import io.sensieve.codec.Floats;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads values of a {@link SensorRecord} in place, directly from its Avro bytes, without copying the others. Holds one
 * record at a time; {@link #read} replaces it. Used by one thread.
 *
 * <p>Reads bytes in place if they were written with the generated schema and hold all values in one block, as every
 * common encoder writes them. This includes the registry format once the schema id is known. Everything else that Avro
 * allows (several blocks, blocks with a byte size, another writer schema) goes through {@link AvroCodec#decode}, and so
 * do invalid bytes, so that the decoder reports the error.
 */
public final class SensorRecordView {
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int MAGNITUDE = 0x7FFF_FFFF;
    private static final int INFINITE = 0x7F80_0000;

    private final AvroCodec<SensorRecord> codec;
    private final byte[] header = AvroCodec.singleObjectHeader(SensorRecord.getClassSchema());
    private final NameCache names = new NameCache();

    private byte[] bytes = {};
    private String layout = "";
    private long timestamp;
    /** The array that holds the values from byte {@link #start} on. */
    private byte[] data = {};

    private int start;
    private int length;

    /** The bits of the values, copied to an array so that the loop over them is vectorised. */
    private int[] bits = {};

    /** Position of the next byte to parse. */
    private int position;

    /** @param codec decodes records that cannot be read in place */
    public SensorRecordView(AvroCodec<SensorRecord> codec) {
        this.codec = codec;
    }

    /**
     * Reads a record. The bytes must not change while the view is in use.
     *
     * @throws CodecException if the bytes hold no record; the view is then empty
     */
    public void read(byte[] bytes) {
        if (!readInPlace(bytes)) {
            copyValues(codec.decode(bytes));
        }
    }

    /**
     * Reads a record if that is possible in place.
     *
     * @return whether the record was read; if not, the view is empty
     */
    public boolean readInPlace(byte[] bytes) {
        this.bytes = bytes;
        length = 0;
        return readInPlace();
    }

    private boolean readInPlace() {
        if (bytes.length >= header.length && Arrays.equals(bytes, 0, header.length, header, 0, header.length)) {
            position = header.length;
        } else if (codec.hasGeneratedSchema(bytes)) {
            position = AvroCodec.REGISTRY_HEADER_BYTES;
        } else {
            return false;
        }
        long nameLength = varint(Long.SIZE);
        if (nameLength < 0 || nameLength > bytes.length - position) {
            return false;
        }
        int name = position;
        position += (int) nameLength;
        int afterName = position;
        long time = varint(Long.SIZE);
        if (!skipLabel()) {
            return false;
        }
        long count = varint(Long.SIZE);
        // A single block, followed by the empty block that ends the array.
        int floats = bytes.length - position - 1;
        if (floats <= 0 || floats % Float.BYTES != 0 || count != floats / Float.BYTES || bytes[bytes.length - 1] != 0) {
            return false;
        }
        layout = names.of(bytes, name, afterName);
        timestamp = time;
        data = bytes;
        start = position;
        length = (int) count;
        return true;
    }

    private boolean skipLabel() {
        long branch = varint(Integer.SIZE);
        if (branch == 1) {
            long label = varint(Integer.SIZE);
            return label == (int) label;
        }
        return branch == 0;
    }

    /** Reads a zigzag number of at most {@code bits} bits; moves to the end of the bytes if there is none. */
    private long varint(int bits) {
        long value = 0;
        for (int shift = 0; shift < bits && position < bytes.length; shift += 7) {
            byte next = bytes[position++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        position = bytes.length;
        return -1;
    }

    private void copyValues(SensorRecord record) {
        float[] values = Floats.array(record.getValues());
        byte[] copy = new byte[values.length * Float.BYTES];
        ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        layout = record.getLayout();
        timestamp = record.getTimestamp().toEpochMilli();
        data = copy;
        start = 0;
        length = values.length;
    }

    /** The bytes of the record as they were read. */
    public byte[] bytes() {
        return bytes;
    }

    /** Name of the layout. */
    public String layout() {
        return layout;
    }

    /** Event time in milliseconds. */
    public long timestamp() {
        return timestamp;
    }

    /** Number of values, D. */
    public int length() {
        return length;
    }

    /** Value of one channel in its own unit. */
    public float value(int channel) {
        return (float) FLOAT.get(data, at(channel));
    }

    /** Copies all D values to {@code target}. */
    public void values(float[] target) {
        ByteBuffer.wrap(data, start, length * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(target, 0, length);
    }

    /** Index of the first channel whose value is infinite; -1 if there is none. */
    public int firstInfinite() {
        if (bits.length < length) {
            bits = new int[length];
        }
        ByteBuffer.wrap(data, start, length * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(bits, 0, length);
        if (finite(bits, length) == length) {
            return -1;
        }
        int first = 0;
        while (first < length && (bits[first] & MAGNITUDE) != INFINITE) {
            first++;
        }
        return first < length ? first : -1;
    }

    /** Counts the values that are neither infinite nor NaN, without a branch, so that the loop is vectorised. */
    private static int finite(int[] bits, int length) {
        int finite = 0;
        for (int i = 0; i < length; i++) {
            finite += ((bits[i] & MAGNITUDE) - INFINITE) >>> (Integer.SIZE - 1);
        }
        return finite;
    }

    /** Copies the value of one channel to {@code target} in Avro's encoding. */
    void copy(int channel, byte[] target, int to) {
        INT.set(target, to, (int) INT.get(data, at(channel)));
    }

    private int at(int channel) {
        if (channel < 0 || channel >= length) {
            throw new IndexOutOfBoundsException("channel " + channel + " of " + length);
        }
        return start + channel * Float.BYTES;
    }

    /** Caches layout names, so that not every record allocates a string. */
    private static final class NameCache {
        private static final int SLOTS = 64;
        private static final int LENGTH_MAX = 100;

        private final byte[][] keys = new byte[SLOTS][];
        private final String[] values = new String[SLOTS];

        String of(byte[] bytes, int from, int to) {
            if (to - from > LENGTH_MAX) {
                return new String(bytes, from, to - from, StandardCharsets.UTF_8);
            }
            int hash = 0;
            for (int i = from; i < to; i++) {
                hash = 31 * hash + bytes[i];
            }
            int slot = (hash ^ hash >>> 16) & SLOTS - 1;
            byte[] known = keys[slot];
            if (known == null || !Arrays.equals(known, 0, known.length, bytes, from, to)) {
                keys[slot] = Arrays.copyOfRange(bytes, from, to);
                values[slot] = new String(bytes, from, to - from, StandardCharsets.UTF_8);
            }
            return values[slot];
        }
    }
}
