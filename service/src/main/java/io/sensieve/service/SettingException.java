package io.sensieve.service;

import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** A setting that cannot be used; the message is one line that names the key, the value and what is allowed. */
public final class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingException(String message) {
        super(message);
    }

    public SettingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Says what is wrong with a value.
     *
     * @param name the setting as the user gave it
     * @param demand what is allowed, for example {@code must be at least 1}
     */
    public static SettingException invalid(String name, Object value, String demand) {
        String text = value.toString();
        return new SettingException(
                "Invalid value " + (text.isEmpty() ? "'' (nothing)" : text) + " for " + name + ": " + demand);
    }

    /** Why a file cannot be read, in words where that is possible. */
    public static String whyUnreadable(Exception problem) {
        return problem instanceof NoSuchFileException ? "it does not exist" : problem.toString();
    }
}
