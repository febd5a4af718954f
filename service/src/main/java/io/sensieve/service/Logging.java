package io.sensieve.service;

import java.util.Map;
import java.util.Set;

/**
 * Configures logging: constant messages with key-values on standard error, as text or, with the environment variable
 * {@code SENSIEVE_LOG_FORMAT=json}, as one JSON object per line. {@code SENSIEVE_LOG_LEVEL} sets the level.
 */
public final class Logging {
    /** Environment variable of the log format. */
    static final String FORMAT = "SENSIEVE_LOG_FORMAT";

    private static final Set<String> FORMATS = Set.of("text", "json");
    private static final String LOGBACK = "logback.configurationFile";

    private Logging() {}

    /** Sets the Logback configuration unless one is set. Call it before the first class that logs is loaded. */
    public static void configure() {
        if (System.getProperty(LOGBACK) == null) {
            System.setProperty(LOGBACK, "io/sensieve/logging/service.xml");
        }
    }

    /** @throws SettingException if the format is unknown */
    static void check(Map<String, String> environment) {
        String format = environment.getOrDefault(FORMAT, "text");
        if (!FORMATS.contains(format)) {
            throw SettingException.invalid(FORMAT, format, "must be text or json");
        }
    }
}
