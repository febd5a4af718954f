package io.sensieve.streams.page;

import io.sensieve.DriftReport;
import io.sensieve.FaultySensor;
import io.sensieve.RetrainAction;
import io.sensieve.RetrainRequest;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.Verdict;
import io.sensieve.model.RefusedSelectionException;
import io.sensieve.streams.page.LayoutEvent.Kind;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what the page shows of one layout: the active selection, the latest drift report, the latest
 * {@value #POINTS_MAX} windows and the latest {@value #EVENTS_MAX} events. Not thread-safe.
 */
final class LayoutHistory {
    static final int POINTS_MAX = 500;
    static final int EVENTS_MAX = 200;
    private static final int NAMES_SHOWN = 10;

    private final Deque<ReportPoint> points = new ArrayDeque<>();
    private final Deque<LayoutEvent> events = new ArrayDeque<>();
    private final Map<Integer, FaultySensor> faulty = new TreeMap<>();
    private @Nullable ActiveSelection selection;
    private @Nullable DriftReport latest;
    /** Start of the window in which the latest outage ended. */
    private @Nullable Instant outageEnded;

    /**
     * What the history holds at one time.
     *
     * @param latest the latest report; empty if this instance does not judge the layout, or has not yet
     */
    record Snapshot(
            Optional<ActiveSelection> selection,
            Optional<DriftReport> latest,
            List<FaultySensor> faulty,
            List<ReportPoint> points,
            List<LayoutEvent> events) {}

    Snapshot snapshot() {
        return new Snapshot(
                Optional.ofNullable(selection),
                latest(),
                List.copyOf(faulty.values()),
                List.copyOf(points),
                List.copyOf(events));
    }

    Optional<DriftReport> latest() {
        return Optional.ofNullable(latest);
    }

    boolean isEmpty() {
        return selection == null && latest == null && events.isEmpty();
    }

    void report(DriftReport report, Instant now) {
        if (!isOfEndedOutage(report)) {
            addVerdictEvent(report, now);
            updateFaultySensors(report, now);
            latest = report;
        }
        if (!report.getEarly() || report.getVerdict() == Verdict.OUTAGE) {
            ReportPoint last = points.peekLast();
            if (last != null && last.start().equals(report.getWindowStart())) {
                points.removeLast();
            }
            points.addLast(ReportPoint.of(report));
            if (points.size() > POINTS_MAX) {
                points.removeFirst();
            }
        }
    }

    /** Whether the report is of a window that was closed after the outage in it had ended. */
    private boolean isOfEndedOutage(DriftReport report) {
        return report.getVerdict() == Verdict.OUTAGE
                && outageEnded != null
                && !report.getWindowStart().isAfter(outageEnded);
    }

    private void addVerdictEvent(DriftReport report, Instant now) {
        Verdict before = latest == null ? Verdict.STABLE : latest.getVerdict();
        Verdict verdict = report.getVerdict();
        if (verdict == before) {
            return;
        }
        String reason = String.join("; ", report.getReasons());
        int version = report.getSelectionVersion();
        if (verdict == Verdict.OUTAGE) {
            add(new LayoutEvent(now, Kind.OUTAGE, version, "outage begins", reason));
        } else if (before == Verdict.OUTAGE) {
            outageEnded = report.getWindowStart();
            add(new LayoutEvent(now, Kind.OUTAGE, version, "outage ends, verdict " + verdict, reason));
        } else {
            add(new LayoutEvent(now, Kind.VERDICT, version, "verdict " + before + " becomes " + verdict, reason));
        }
    }

    /** Early reports do not list all faulty sensors, so that they cannot show that a sensor works again. */
    private void updateFaultySensors(DriftReport report, Instant now) {
        if (latest != null && latest.getSelectionVersion() != report.getSelectionVersion()) {
            faulty.clear();
        }
        for (FaultySensor sensor : report.getFaultySensors()) {
            FaultySensor before = faulty.put(sensor.getIndex(), sensor);
            if (before == null || before.getFault() != sensor.getFault()) {
                String text = "sensor " + sensor.getName() + " is faulty: " + sensor.getFault();
                add(new LayoutEvent(now, Kind.SENSOR, report.getSelectionVersion(), text, describe(sensor)));
            }
        }
        if (!report.getEarly()) {
            Set<Integer> still = report.getFaultySensors().stream()
                    .map(FaultySensor::getIndex)
                    .collect(Collectors.toSet());
            faulty.values().removeIf(sensor -> {
                boolean works = !still.contains(sensor.getIndex());
                if (works) {
                    String text = "sensor " + sensor.getName() + " works again";
                    add(new LayoutEvent(now, Kind.SENSOR, report.getSelectionVersion(), text, ""));
                }
                return works;
            });
        }
    }

    private static String describe(FaultySensor sensor) {
        String values = switch (sensor.getFault()) {
            case DEAD -> "missing";
            case STUCK -> "repeated";
            case FAULT_CODE -> "a fault code";
        };
        return String.format(
                Locale.ROOT,
                "%.0f %% of its values are %s, since %s",
                100 * sensor.getRate(),
                values,
                Instant.ofEpochMilli(sensor.getSince()));
    }

    void request(RetrainRequest request, Instant now) {
        boolean isReturn = request.getAction() == RetrainAction.ROLLBACK;
        add(new LayoutEvent(
                now,
                isReturn ? Kind.RETURN_REQUEST : Kind.RETRAIN_REQUEST,
                request.getSelectionVersion(),
                (isReturn ? "return to version " + request.getTargetVersion() : "retrain")
                        + " requested, cause: "
                        + request.getRequestedBy().name().toLowerCase(Locale.ROOT),
                request.getReason()));
    }

    void activate(Selection active, Optional<Selection> before, Instant now) {
        ActiveSelection shown = ActiveSelection.of(active);
        selection = shown;
        add(new LayoutEvent(
                now,
                Kind.SELECTION,
                shown.version(),
                shown.repeats() > 0
                        ? "version " + shown.version() + " repeats version " + shown.repeats()
                        : "version " + shown.version() + " is active",
                "trigger: " + shown.trigger()
                        + before.map(old -> newChannels(old, active)).orElse("")));
    }

    private static String newChannels(Selection before, Selection after) {
        Set<Integer> old =
                before.getChannels().stream().map(SelectedChannel::getIndex).collect(Collectors.toSet());
        Collection<String> names = after.getChannels().stream()
                .filter(channel -> !old.contains(channel.getIndex()))
                .map(SelectedChannel::getName)
                .toList();
        String shown = names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "));
        return names.isEmpty()
                ? "; the channels stay"
                : "; new channels: " + shown + (names.size() > NAMES_SHOWN ? " and others" : "");
    }

    void refuse(int version, RefusedSelectionException.Reason reason, Instant now) {
        String text = version > 0 ? "version " + version + " is refused" : "the pointer to a version is refused";
        add(new LayoutEvent(now, Kind.REFUSAL, version, text, reason.label()));
    }

    /** Removes everything that came with drift reports; selections and events stay. */
    void forgetReports() {
        latest = null;
        outageEnded = null;
        points.clear();
        faulty.clear();
    }

    private void add(LayoutEvent event) {
        events.addLast(event);
        if (events.size() > EVENTS_MAX) {
            events.removeFirst();
        }
    }
}
