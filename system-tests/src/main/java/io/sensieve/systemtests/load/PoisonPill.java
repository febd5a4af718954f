package io.sensieve.systemtests.load;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Lists invalid records ("poison pills") with the expected reason of their dead letters; covers every reason. */
public enum PoisonPill {
    NULL_VALUE("null-value") {
        @Override
        byte @Nullable [] value(Random random) {
            return null;
        }
    },
    NULL_KEY("null-key") {
        @Override
        byte[] value(Random random) {
            return record(random);
        }
    },
    TOO_LARGE("too-large") {
        @Override
        byte[] value(Random random) {
            return noise(LIMIT + 1, random);
        }
    },
    EMPTY("bad-header") {
        @Override
        byte[] value(Random random) {
            return new byte[0];
        }
    },
    FOREIGN("bad-header") {
        @Override
        byte[] value(Random random) {
            return ("{\"value\":" + random.nextInt() + "}").getBytes(StandardCharsets.UTF_8);
        }
    },
    OTHER_SCHEMA("unknown-schema") {
        @Override
        byte[] value(Random random) {
            byte[] value = record(random);
            value[FINGERPRINT] ^= (byte) 0xFF;
            return value;
        }
    },
    CUT_OFF("corrupt") {
        @Override
        byte[] value(Random random) {
            byte[] value = record(random);
            return Arrays.copyOf(value, HEADER + random.nextInt(value.length - HEADER));
        }
    },
    TOO_MANY_BYTES("corrupt") {
        @Override
        byte[] value(Random random) {
            byte[] value = record(random);
            return Arrays.copyOf(value, value.length + 1 + random.nextInt(HEADER));
        }
    },
    BAD_LAYOUT("bad-layout") {
        @Override
        byte[] value(Random random) {
            return NumberedRecords.bytes("no layout/" + random.nextInt(), Instant.now(), row(random));
        }
    },
    UNKNOWN_LAYOUT("unknown-layout") {
        @Override
        byte[] value(Random random) {
            return NumberedRecords.bytes("undeclared", Instant.now(), row(random));
        }
    },
    NO_CHANNEL("wrong-length") {
        @Override
        byte[] value(Random random) {
            return NumberedRecords.bytes(NumberedRecords.LAYOUT, Instant.now(), new float[0]);
        }
    },
    CHANNEL_TOO_FEW("wrong-length") {
        @Override
        byte[] value(Random random) {
            return NumberedRecords.bytes(
                    NumberedRecords.LAYOUT, Instant.now(), Arrays.copyOf(row(random), NumberedRecords.D - 1));
        }
    },
    CHANNEL_TOO_MANY("wrong-length") {
        @Override
        byte[] value(Random random) {
            return NumberedRecords.bytes(
                    NumberedRecords.LAYOUT, Instant.now(), Arrays.copyOf(row(random), NumberedRecords.D + 1));
        }
    },
    INFINITE("non-finite") {
        @Override
        byte[] value(Random random) {
            float[] row = row(random);
            row[random.nextInt(row.length)] = random.nextBoolean() ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
            return NumberedRecords.bytes(NumberedRecords.LAYOUT, Instant.now(), row);
        }
    },
    UNSELECTED("no-selection") {
        @Override
        byte[] value(Random random) {
            return NumberedRecords.bytes(UNSELECTED_LAYOUT, Instant.now(), row(random));
        }
    };

    /** A declared layout without a selection. */
    public static final String UNSELECTED_LAYOUT = "unselected";

    /** Default limit of the app for the bytes of a record. */
    private static final int LIMIT = 1_000_000;

    private static final int FINGERPRINT = 5;
    private static final int HEADER = 10;

    private final String reason;

    PoisonPill(String reason) {
        this.reason = reason;
    }

    /** Expected reason in the headers of the dead letter. */
    public String reason() {
        return reason;
    }

    /** For example {@code cut-off}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Generates the value of such a record. */
    abstract byte @Nullable [] value(Random random);

    private static byte[] record(Random random) {
        return NumberedRecords.bytes(NumberedRecords.LAYOUT, Instant.now(), row(random));
    }

    private static float[] row(Random random) {
        return NumberedRecords.row(random.nextInt(Integer.MAX_VALUE), random.nextInt(NumberedRecords.NUMBERS));
    }

    private static byte[] noise(int length, Random random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
