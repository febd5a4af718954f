package io.sensieve.standalone.compose;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/**
 * A compose file of the repository's root, with the variables of {@code .env} filled in. A variable with {@code :?} is
 * required and becomes {@code required}.
 *
 * @param services each service's settings by its name
 */
record ComposeFile(Map<String, Map<String, Object>> services) {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(?::([-?])([^}]*))?}");

    static ComposeFile read(String name) throws IOException {
        Map<String, String> choices = choices();
        String text = VARIABLE.matcher(Files.readString(Path.of("..", name)))
                .replaceAll(found -> Matcher.quoteReplacement(value(found, choices)));
        Map<String, Map<String, Map<String, Object>>> file = new Yaml().load(text);
        return new ComposeFile(Objects.requireNonNull(file.get("services")));
    }

    /** Reads the variables of {@code .env}. */
    static Map<String, String> choices() throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("..", ".env"))) {
            properties.load(reader);
        }
        Map<String, String> choices = new LinkedHashMap<>();
        properties.stringPropertyNames().forEach(name -> choices.put(name, properties.getProperty(name)));
        return choices;
    }

    private static String value(MatchResult found, Map<String, String> choices) {
        String name = found.group(1);
        if (found.group(2) == null && !choices.containsKey(name)) {
            throw new IllegalStateException(".env does not say " + name);
        }
        return choices.getOrDefault(name, "-".equals(found.group(2)) ? found.group(3) : "required");
    }

    /** The settings among a service's variables. */
    Map<String, String> variables(String service) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (of(service).get("environment") instanceof Map<?, ?> all) {
            all.forEach((name, value) -> variables.put(String.valueOf(name), String.valueOf(value)));
        }
        return variables;
    }

    /** A list of a service, for example its command. */
    List<String> list(String service, String key) {
        return strings(of(service).get(key));
    }

    /** The health check of a service. */
    List<String> healthCheck(String service) {
        return strings(((Map<?, ?>) of(service).get("healthcheck")).get("test"));
    }

    private static List<String> strings(Object list) {
        return ((List<?>) list).stream().map(String::valueOf).toList();
    }

    Map<String, Object> of(String service) {
        return Objects.requireNonNull(services.get(service));
    }
}
