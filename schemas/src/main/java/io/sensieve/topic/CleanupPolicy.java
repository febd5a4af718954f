package io.sensieve.topic;

/** Cleanup policy of a topic. */
public enum CleanupPolicy {
    /** Kafka deletes records after the retention time. */
    DELETE("delete"),
    /** Kafka keeps the newest record of every key. */
    COMPACT("compact");

    private final String value;

    CleanupPolicy(String value) {
        this.value = value;
    }

    /** Value of the topic setting {@code cleanup.policy}. */
    public String value() {
        return value;
    }
}
