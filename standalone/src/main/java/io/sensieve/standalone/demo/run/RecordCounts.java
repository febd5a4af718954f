package io.sensieve.standalone.demo.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * Numbers of records on the topics after a demo.
 *
 * @param in records that the devices sent
 * @param reduced reduced records
 * @param reconstructed reconstructions
 * @param deadLetters dead letters
 */
public record RecordCounts(
        @JsonProperty("records_in") long in,
        @JsonProperty("reduced") long reduced,
        @JsonProperty("reconstructed") long reconstructed,
        @JsonProperty("dead_letters") long deadLetters) {
    /** Counts what {@code topics} has read so far. */
    public static RecordCounts of(TopicFollower topics) {
        return new RecordCounts(topics.recordsIn(), topics.reduced(), topics.reconstructed(), topics.deadLetters());
    }

    /** Adds the conditions that hold after every demo. */
    public void addChecks(Map<String, Boolean> checks) {
        checks.put("every record was processed once: in = reduced + dead letters", in == reduced + deadLetters);
        checks.put("every reduced record was reconstructed", reduced == reconstructed);
    }

    /** Prints the counts, the first lines of a summary. */
    public void print(Narrator narrator, int k, int d) {
        narrator.line("");
        narrator.line("  records in        %,10d   = reduced + dead letters", in);
        narrator.line("  reduced           %,10d   %d of %d channels each", reduced, k, d);
        narrator.line("  reconstructed     %,10d", reconstructed);
        narrator.line("  dead letters      %,10d", deadLetters);
    }
}
