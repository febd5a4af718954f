package io.sensieve.service;

import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Reports an invalid setting; the message is one line with the key, the value and the allowed values. */
public final class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingException(String message) {
        super(message);
    }

    public SettingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Creates the exception for an invalid value.
     *
     * @param name name under which the user gave the setting
     * @param demand allowed values, for example {@code must be at least 1}
     */
    public static SettingException invalid(String name, Object value, String demand) {
        String text = value.toString();
        return new SettingException(
                "Invalid value " + (text.isEmpty() ? "'' (nothing)" : text) + " for " + name + ": " + demand);
    }

    /** Describes why a file cannot be read. */
    public static String whyUnreadable(Exception problem) {
        return problem instanceof NoSuchFileException ? "it does not exist" : problem.toString();
    }
}
