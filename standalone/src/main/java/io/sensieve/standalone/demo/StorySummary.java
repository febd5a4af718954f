package io.sensieve.standalone.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** What came of a story. Field names are those of {@code --json}. */
interface StorySummary {
    /** What must have happened, and whether it did. */
    @JsonProperty("checks")
    Map<String, Boolean> checks();

    @JsonProperty("ok")
    default boolean passed() {
        return !checks().containsValue(false);
    }

    /** The last lines of a summary. */
    default void printChecks(Narrator narrator) {
        narrator.line("");
        checks().forEach((check, passed) -> narrator.line("  %s  %s", passed ? "ok    " : "FAILED", check));
    }
}
