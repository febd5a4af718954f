package io.sensieve.benchmarks.events;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Holds the figures of a run.
 *
 * @param label stream, event and seed
 * @param delay records from the onset to the first report of drift or the first version; empty without any
 * @param versions versions that were published after the first, returns included
 * @param returns versions that were an earlier one, published again
 * @param falseSwitches versions that were published before the onset or during an outage
 * @param faults number of channels that a report should name
 * @param unnamed those of them that no report has named
 * @param during errors in the last part of the event; empty if it is a single step
 * @param after errors after the recovery
 */
record EventResult(
        EventScenario.Label label,
        OptionalLong delay,
        int versions,
        int returns,
        int falseSwitches,
        int faults,
        List<String> unnamed,
        Optional<StretchErrors> during,
        StretchErrors after) {
    EventResult {
        unnamed = List.copyOf(unnamed);
    }

    /** Number of channels that a report has named, of those that one should name. */
    int named() {
        return faults - unnamed.size();
    }

    /** Returns the figures as a JSON object; what was not measured is null. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("stream", label.stream()).put("event", label.event()).put("seed", label.seed());
        if (delay.isPresent()) {
            json.put("delay", delay.getAsLong());
        } else {
            json.putNull("delay");
        }
        json.put("versions", versions).put("returns", returns).put("false_switches", falseSwitches);
        json.put("faults", faults);
        unnamed.forEach(json.putArray("unnamed")::add);
        during.ifPresentOrElse(errors -> json.set("during", json(errors)), () -> json.putNull("during"));
        json.set("after", json(after));
        return json;
    }

    private static ObjectNode json(StretchErrors errors) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "served", errors.served());
        put(json, "version_1", errors.first());
        put(json, "best_kept", errors.kept());
        put(json, "oracle", errors.oracle());
        put(json, "regret", errors.regret());
        return json;
    }

    private static void put(ObjectNode json, String name, double value) {
        if (Double.isNaN(value)) {
            json.putNull(name);
        } else {
            json.put(name, value);
        }
    }
}
