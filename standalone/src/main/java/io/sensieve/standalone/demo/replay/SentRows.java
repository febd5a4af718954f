package io.sensieve.standalone.demo.replay;

import java.time.Instant;
import java.util.Arrays;

/** Records when each row was sent and converts event times to row numbers. */
final class SentRows {
    private final long[] sentAtMillis;
    private int sent;

    SentRows(int total) {
        sentAtMillis = new long[total];
    }

    /** Notes that the next row is sent at {@code millis}. */
    void add(long millis) {
        sentAtMillis[sent++] = millis;
    }

    /** Number of rows sent so far. */
    int sent() {
        return sent;
    }

    /** Number of rows in all. */
    int total() {
        return sentAtMillis.length;
    }

    /** When the last row was sent. */
    Instant last() {
        return Instant.ofEpochMilli(sentAtMillis[sent - 1]);
    }

    /** Number of rows that were sent before {@code time}. */
    int before(Instant time) {
        int place = Arrays.binarySearch(sentAtMillis, 0, sent, time.toEpochMilli());
        if (place < 0) {
            return -place - 1;
        }
        while (place > 0 && sentAtMillis[place - 1] == sentAtMillis[place]) {
            place--;
        }
        return place;
    }
}
