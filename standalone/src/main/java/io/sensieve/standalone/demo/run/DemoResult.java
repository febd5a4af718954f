package io.sensieve.standalone.demo.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** Figures of a finished demo with the checks that decide its exit code. Field names are those of {@code --json}. */
public interface DemoResult {
    /** Each condition of a passed demo, and whether it holds. */
    @JsonProperty("checks")
    Map<String, Boolean> checks();

    /** Whether every check holds. */
    @JsonProperty("ok")
    default boolean passed() {
        return !checks().containsValue(false);
    }

    /** Prints the checks, the last lines of a summary. */
    default void printChecks(Narrator narrator) {
        narrator.line("");
        checks().forEach((check, passed) -> narrator.line("  %s  %s", passed ? "ok    " : "FAILED", check));
    }
}
