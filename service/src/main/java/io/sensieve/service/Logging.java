package io.sensieve.service;

import java.util.Map;
import java.util.Set;

/**
 * How services log: to standard error, constant messages with key-values, as text or, with the variable
 * {@code SENSIEVE_LOG_FORMAT=json}, one JSON object a line. The level is {@code SENSIEVE_LOG_LEVEL}.
 */
public final class Logging {
    /** The variable that chooses the format. */
    static final String FORMAT = "SENSIEVE_LOG_FORMAT";

    private static final Set<String> FORMATS = Set.of("text", "json");
    private static final String LOGBACK = "logback.configurationFile";

    private Logging() {}

    /** To be called before the first class that logs is loaded; another configuration of Logback stays. */
    public static void configure() {
        if (System.getProperty(LOGBACK) == null) {
            System.setProperty(LOGBACK, "io/sensieve/logging/service.xml");
        }
    }

    /** @throws SettingException if the format is none that there is */
    static void check(Map<String, String> environment) {
        String format = environment.getOrDefault(FORMAT, "text");
        if (!FORMATS.contains(format)) {
            throw SettingException.invalid(FORMAT, format, "must be text or json");
        }
    }
}
