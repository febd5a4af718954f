package io.sensieve.service;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and validates the settings of a process. {@code -D key=value} overrides {@code SENSIEVE_*} environment
 * variables ({@code SENSIEVE_DRIFT_WINDOW_MS} is {@code drift.window.ms}), which override the properties file. Keys
 * that start with {@code kafka.} go to the Kafka clients without the prefix; every other key must be known. A value may
 * come from a config provider of Kafka ({@code config.providers}); messages then contain the variable, not the value.
 */
public final class Settings {
    private static final String KAFKA_PREFIX = "kafka.";
    private static final String VARIABLE_PREFIX = "SENSIEVE_";

    /** Text form of {@link ConfigDef.Range}. */
    private static final Pattern RANGE = Pattern.compile("\\[([^,]+),\\.\\.\\.(?:,([^,]+))?\\]");

    /** Environment variables of the start script and of logging. */
    private static final Set<String> OTHERS = Set.of("SENSIEVE_JAVA_OPTS", "SENSIEVE_LOG_LEVEL", Logging.FORMAT);

    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);

    private final AbstractConfig values;
    private final Map<String, String> kafka;
    private final Map<String, String> written;

    private Settings(AbstractConfig values, Map<String, String> kafka, Map<String, String> written) {
        this.values = values;
        this.kafka = Map.copyOf(kafka);
        this.written = Map.copyOf(written);
    }

    /**
     * Reads and checks all settings.
     *
     * @param definition the known keys
     * @param file a properties file
     * @param environment environment variables; those that match no known key are ignored with a warning
     * @param overrides keys and values of the command line
     * @throws SettingException if a key is unknown, a value is invalid or the file cannot be read
     */
    public static Settings load(
            ConfigDef definition, Optional<Path> file, Map<String, String> environment, Map<String, String> overrides) {
        Map<String, String> all = new TreeMap<>();
        Map<String, String> names = new HashMap<>();
        file.ifPresent(path -> all.putAll(read(path)));
        environment.forEach((variable, value) -> {
            if (variable.startsWith(VARIABLE_PREFIX)) {
                String key = variable.substring(VARIABLE_PREFIX.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.');
                if (key.startsWith(KAFKA_PREFIX)
                        || ConfigVariables.isProviderSetting(key)
                        || definition.names().contains(key)) {
                    all.put(key, value);
                    names.put(key, variable);
                } else if (!OTHERS.contains(variable)) {
                    LOG.atWarn()
                            .addKeyValue("variable", variable)
                            .addKeyValue("hint", hint(definition, key))
                            .log("environment variable matches no setting of this process and is ignored");
                }
            }
        });
        all.putAll(overrides);
        names.keySet().removeAll(overrides.keySet());
        return of(definition, all, names);
    }

    /**
     * Validates settings.
     *
     * @throws SettingException if a key is unknown or a value is invalid
     */
    public static Settings of(ConfigDef definition, Map<String, String> all) {
        return of(definition, all, Map.of());
    }

    private static Settings of(ConfigDef definition, Map<String, String> all, Map<String, String> names) {
        Map<String, String> own = new HashMap<>();
        Map<String, String> kafka = new TreeMap<>();
        ConfigVariables.resolve(all).forEach((key, value) -> {
            if (key.startsWith(KAFKA_PREFIX)) {
                kafka.put(key.substring(KAFKA_PREFIX.length()), value);
            } else if (definition.names().contains(key)) {
                own.put(key, value.trim());
            } else if (!ConfigVariables.isProviderSetting(key)) {
                throw new SettingException("Unknown setting " + shown(key, all) + "; " + hint(definition, key)
                        + " Kafka's own settings start with " + KAFKA_PREFIX);
            }
        });
        if (kafka.getOrDefault("bootstrap.servers", "").isBlank()) {
            throw new SettingException(
                    "Missing setting kafka.bootstrap.servers: host:port of the Kafka brokers, separated by commas");
        }
        return checked(definition, own, all, kafka, names);
    }

    /** Key and value as written; without the value if it may be a secret. */
    private static String shown(String key, Map<String, String> written) {
        return ConfigVariables.isSensitive(key) ? key : key + " = " + written.get(key);
    }

    /**
     * Validates the settings of a process without Kafka clients.
     *
     * @param names name under which the user gave a setting, if it is not its key
     * @throws SettingException if a key is unknown or a value is invalid
     */
    public static Settings withoutKafka(ConfigDef definition, Map<String, String> all, Map<String, String> names) {
        Map<String, String> own = new HashMap<>();
        all.forEach((key, value) -> {
            if (!definition.names().contains(key)) {
                throw new SettingException("Unknown setting " + key + " = " + value + "; " + hint(definition, key));
            }
            own.put(key, value.trim());
        });
        return checked(definition, own, all, Map.of(), names);
    }

    private static Settings checked(
            ConfigDef definition,
            Map<String, String> own,
            Map<String, String> written,
            Map<String, String> kafka,
            Map<String, String> names) {
        Set<String> wrong = definition.validate(own).stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .map(ConfigValue::name)
                .collect(Collectors.toSet());
        definition.configKeys().values().stream()
                .filter(key -> wrong.contains(key.name))
                .min(Comparator.comparing(key -> key.name))
                .ifPresent(key -> {
                    throw SettingException.invalid(
                            names.getOrDefault(key.name, key.name),
                            written.getOrDefault(key.name, "").trim().replaceAll("\\s*\\R\\s*", " "),
                            demand(key));
                });
        return new Settings(new AbstractConfig(definition, own, false), kafka, written);
    }

    /** Describes the allowed values. */
    private static String demand(ConfigDef.ConfigKey key) {
        String type = switch (key.type) {
            case BOOLEAN -> "true or false";
            case INT, LONG, SHORT -> "a whole number";
            case DOUBLE -> "a number";
            default -> "";
        };
        String limits = key.validator == null ? "" : key.validator.toString();
        Matcher range = RANGE.matcher(limits);
        if (range.matches()) {
            return "must be " + type
                    + (range.group(2) == null
                            ? " of at least " + range.group(1)
                            : " from " + range.group(1) + " to " + range.group(2));
        }
        if (key.validator instanceof ConfigDef.ValidString) {
            return "must be one of: " + limits.substring(1, limits.length() - 1);
        }
        return key.validator instanceof ConfigDef.NonEmptyString ? "must not be empty" : "must be " + type + limits;
    }

    /** Whether the user gave the value; otherwise it is the default. */
    public boolean isSet(String key) {
        return values.originals().containsKey(key);
    }

    /** Value after the variables are resolved. */
    String given(String key) {
        return String.valueOf(values.originals().get(key));
    }

    /** Value as written: the variable of a config provider, not what the provider finds. */
    String written(String key) {
        return written.getOrDefault(key, "");
    }

    public int getInt(String key) {
        return values.getInt(key);
    }

    public long getLong(String key) {
        return values.getLong(key);
    }

    public double getDouble(String key) {
        return values.getDouble(key);
    }

    public boolean getBoolean(String key) {
        return values.getBoolean(key);
    }

    public String getString(String key) {
        return values.getString(key);
    }

    /** Secret, whose text form is hidden. */
    public Password getPassword(String key) {
        return values.getPassword(key);
    }

    /** Settings of the Kafka clients, without the prefix; always contains {@code bootstrap.servers}. */
    public Map<String, String> kafka() {
        return kafka;
    }

    /** Settings that the user gave and that start with {@code prefix}, under their full names. */
    public Map<String, Object> withPrefix(String prefix) {
        Map<String, Object> all = new TreeMap<>(values.originals());
        all.keySet().removeIf(key -> !key.startsWith(prefix));
        return all;
    }

    private static Map<String, String> read(Path path) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingException(
                    "Settings file " + path + " cannot be read: " + SettingException.whyUnreadable(e), e);
        }
        Map<String, String> all = new TreeMap<>();
        properties.forEach((key, value) -> all.put((String) key, (String) value));
        return all;
    }

    /** Suggests the most similar setting, if one is similar: the key may belong to another service. */
    private static String hint(ConfigDef definition, String key) {
        return definition.names().stream()
                .min(Comparator.comparing(name -> distance(name, key)))
                .filter(name -> distance(name, key) <= Math.max(2, key.length() / 3))
                .map(name -> "did you mean " + name + "?")
                .orElse("--help lists the settings.");
    }

    /** Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
