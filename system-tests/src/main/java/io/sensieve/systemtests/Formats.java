package io.sensieve.systemtests;

import java.time.Duration;
import java.util.Locale;

/** Formats counts and durations for reports. */
final class Formats {
    private static final double MILLIS = 1000;

    private Formats() {}

    /** For example {@code 1,000,000}. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** For example {@code 12.3 s}. */
    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / MILLIS);
    }
}
