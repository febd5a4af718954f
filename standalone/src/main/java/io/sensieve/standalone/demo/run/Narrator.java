package io.sensieve.standalone.demo.run;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Prints the progress of a demo, with the seconds since its start. */
@SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of its own for three methods
public final class Narrator {
    private static final int NAMES_SHOWN = 12;

    private final PrintWriter out;
    private final Clock clock;
    private final Instant start;

    /** Starts the clock of the demo. */
    public Narrator(PrintWriter out, Clock clock) {
        this.out = out;
        this.clock = clock;
        this.start = clock.instant();
    }

    /** Seconds since the start. */
    public double seconds() {
        return Duration.between(start, clock.instant()).toMillis() / 1000.0;
    }

    /** Prints a line with the time. */
    public void say(String format, Object... arguments) {
        out.printf("%6.1f s  %s%n", seconds(), format.formatted(arguments));
        out.flush();
    }

    /** Prints a line without the time, below the line that it explains. */
    public void add(String format, Object... arguments) {
        out.printf("          %s%n", format.formatted(arguments));
        out.flush();
    }

    /** Prints a line of the summary. */
    public void line(String format, Object... arguments) {
        out.println(format.formatted(arguments));
        out.flush();
    }

    /** Joins names with commas and counts those beyond the first 12. */
    public static String shorten(List<String> names) {
        String shown = names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "));
        return names.size() <= NAMES_SHOWN ? shown : shown + " and " + (names.size() - NAMES_SHOWN) + " more";
    }
}
