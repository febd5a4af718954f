package io.sensieve.service;

import org.apache.kafka.common.errors.TimeoutException;

/** Describes failures to users. */
public final class FailureMessages {
    private FailureMessages() {}

    /** Message of the failure and of its root cause, in one line; an {@link Error} with its class. */
    public static String describe(Throwable failure) {
        Throwable root = root(failure);
        String what =
                failure instanceof Error || failure.getMessage() == null ? failure.toString() : failure.getMessage();
        String text = root == failure || what.contains(String.valueOf(root.getMessage())) ? what : what + ": " + root;
        return text.replaceAll("\\s*\\R\\s*", " ");
    }

    /** Whether Kafka's brokers did not answer in time. */
    public static boolean isTimeout(Throwable failure) {
        return root(failure) instanceof TimeoutException;
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
