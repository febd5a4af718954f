package io.sensieve.standalone.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** How many records went in and what came of them, read back from the topics. */
record RecordCounts(
        @JsonProperty("records_in") long in,
        @JsonProperty("reduced") long reduced,
        @JsonProperty("reconstructed") long reconstructed,
        @JsonProperty("dead_letters") long deadLetters) {
    static RecordCounts of(TopicFollower readback) {
        return new RecordCounts(
                readback.recordsIn(), readback.reduced(), readback.reconstructed(), readback.deadLetters());
    }

    /** Adds what must hold of them whatever is played. */
    void check(Map<String, Boolean> checks) {
        checks.put("every record came out once: in = reduced + dead letters", in == reduced + deadLetters);
        checks.put("every reduced record was rebuilt", reduced == reconstructed);
    }

    /** The first lines of a summary. */
    void print(Narrator narrator, int k, int d) {
        narrator.line("");
        narrator.line("  records in        %,10d   = reduced + dead letters", in);
        narrator.line("  reduced           %,10d   %d of %d channels each", reduced, k, d);
        narrator.line("  reconstructed     %,10d", reconstructed);
        narrator.line("  dead letters      %,10d", deadLetters);
    }
}
