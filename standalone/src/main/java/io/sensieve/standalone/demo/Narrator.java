package io.sensieve.standalone.demo;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Tells what happens, with the seconds since the start. */
@SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of its own for three methods
final class Narrator {
    private final PrintWriter out;
    private final Clock clock;
    private final Instant start;

    Narrator(PrintWriter out, Clock clock) {
        this.out = out;
        this.clock = clock;
        this.start = clock.instant();
    }

    /** Seconds since the start. */
    double seconds() {
        return Duration.between(start, clock.instant()).toMillis() / 1000.0;
    }

    /** A line with its time. */
    void say(String format, Object... arguments) {
        out.printf("%6.1f s  %s%n", seconds(), format.formatted(arguments));
        out.flush();
    }

    /** A line below another one. */
    void add(String format, Object... arguments) {
        out.printf("          %s%n", format.formatted(arguments));
        out.flush();
    }

    /** A line of the summary. */
    void line(String format, Object... arguments) {
        out.println(format.formatted(arguments));
        out.flush();
    }
}
