package io.sensieve.service;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A service's command line.
 *
 * @param help whether help is asked for; nothing else counts then
 * @param file the settings file
 * @param overrides settings by key
 */
record Arguments(boolean help, Optional<Path> file, Map<String, String> overrides) {
    static Arguments parse(String[] arguments) {
        Optional<Path> file = Optional.empty();
        Map<String, String> overrides = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (argument.equals("--help") || argument.equals("-h")) {
                return new Arguments(true, file, overrides);
            } else if (argument.equals("--config")) {
                file = Optional.of(path(next(arguments, ++i, argument)));
            } else if (argument.startsWith("--config=")) {
                file = Optional.of(path(argument.substring("--config=".length())));
            } else if (argument.equals("-D")) {
                put(overrides, next(arguments, ++i, argument));
            } else if (argument.startsWith("-D")) {
                put(overrides, argument.substring(2));
            } else {
                throw new SettingException(
                        "Unknown argument " + argument + "; allowed are --config FILE, -D key=value and --help");
            }
        }
        return new Arguments(false, file, overrides);
    }

    private static Path path(String file) {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new SettingException("Argument --config must be a file's name: " + e.getMessage(), e);
        }
    }

    private static String next(String[] arguments, int index, String option) {
        if (index >= arguments.length) {
            throw new SettingException("Argument " + option + " needs a value");
        }
        return arguments[index];
    }

    private static void put(Map<String, String> overrides, String pair) {
        int equals = pair.indexOf('=');
        if (equals < 1) {
            throw new SettingException("Argument -D " + pair + " must be key=value");
        }
        overrides.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
}
