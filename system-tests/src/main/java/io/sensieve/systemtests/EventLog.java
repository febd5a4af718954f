package io.sensieve.systemtests;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Prints the events of a run with their times and keeps them for the report. */
final class EventLog {
    private final PrintWriter out;
    private final long start = System.nanoTime();
    private final List<Event> events = new ArrayList<>();

    /** What happened, and when after the start. */
    record Event(Duration at, String what) {}

    EventLog(PrintWriter out) {
        this.out = out;
    }

    void add(String what) {
        Event event = new Event(Duration.ofNanos(System.nanoTime() - start), what);
        events.add(event);
        out.println(Formats.seconds(event.at()) + "  " + what);
        out.flush();
    }

    List<Event> events() {
        return List.copyOf(events);
    }
}
