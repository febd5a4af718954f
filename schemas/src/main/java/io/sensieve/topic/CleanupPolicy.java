package io.sensieve.topic;

/** What Kafka keeps of a topic. */
public enum CleanupPolicy {
    /** Records within the retention. */
    DELETE("delete"),
    /** The newest record of every key. */
    COMPACT("compact");

    private final String value;

    CleanupPolicy(String value) {
        this.value = value;
    }

    /** The value of the topic setting {@code cleanup.policy}. */
    public String value() {
        return value;
    }
}
