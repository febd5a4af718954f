package io.sensieve.registry;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;

/**
 * Settings of the access to the schema registry.
 *
 * @param url URL of the interface, without a trailing slash
 * @param register whether missing schemas are registered
 * @param retryTimeout how long requests without an answer are retried
 * @param authorization value of the HTTP header {@code Authorization}
 * @param tls {@code ssl.*} settings as in Kafka that are set
 */
public record RegistrySettings(
        URI url, boolean register, Duration retryTimeout, Optional<Password> authorization, Map<String, Object> tls) {
    /** Prefix of the settings' names. */
    public static final String PREFIX = "schema.registry.";

    static final String URL = PREFIX + "url";
    static final String REGISTER = PREFIX + "register";
    static final String WAIT_MS = PREFIX + "wait.ms";
    static final String USER_INFO = PREFIX + "basic.auth.user.info";
    static final String TOKEN = PREFIX + "bearer.auth.token";

    private static final String ADDRESS = "an http:// or https:// URL without a user, or nothing";

    /** Kafka's settings of the same names without the prefix. */
    private static final Map<String, Type> TLS = Map.of(
            SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, Type.STRING,
            SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG, Type.PASSWORD,
            SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, Type.STRING,
            SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, Type.STRING,
            SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG, Type.PASSWORD,
            SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, Type.STRING,
            SslConfigs.SSL_KEY_PASSWORD_CONFIG, Type.PASSWORD);

    public RegistrySettings {
        tls = Map.copyOf(tls);
    }

    /** Adds the settings to {@code definition}. */
    public static ConfigDef define(ConfigDef definition) {
        definition
                .define(
                        URL,
                        Type.STRING,
                        "",
                        LambdaValidator.with(RegistrySettings::checkUrl, () -> ADDRESS),
                        Importance.MEDIUM,
                        "Schema registry whose wire format every topic is written in; reads that and the single-object"
                                + " encoding. Apicurio's ends in /apis/ccompat/v7. Without one, single-object encoding.")
                .define(
                        REGISTER,
                        Type.BOOLEAN,
                        true,
                        Importance.LOW,
                        "Whether schemas that the registry lacks are registered at the start; false: they must be there.")
                .define(
                        WAIT_MS,
                        Type.LONG,
                        60_000L,
                        Range.between(0, 240_000),
                        Importance.LOW,
                        "How long a registry that does not answer is waited for: at the start before the process ends,"
                                + " later before it starts again from its last commit. No record is given up for it.")
                .define(
                        USER_INFO,
                        Type.PASSWORD,
                        "",
                        Importance.LOW,
                        "user:password for the registry, sent as HTTP basic authentication.")
                .define(
                        TOKEN,
                        Type.PASSWORD,
                        "",
                        Importance.LOW,
                        "Token for the registry, sent as HTTP bearer authentication.");
        new TreeMap<>(TLS)
                .forEach((name, type) -> definition.define(
                        PREFIX + name, type, "", Importance.LOW, "As Kafka's " + name + ", for the registry."));
        return definition;
    }

    /**
     * Reads the settings that start with {@link #PREFIX} and ignores others, such as those of a Kafka client. Empty if
     * no registry is set.
     *
     * @throws ConfigException if a setting is unknown or its value is invalid
     */
    public static Optional<RegistrySettings> of(Map<String, ?> settings) {
        Map<String, Object> own = new TreeMap<>();
        settings.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                own.put(key, value);
            }
        });
        ConfigDef definition = define(new ConfigDef());
        own.keySet().stream()
                .filter(key -> !definition.names().contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new ConfigException("Unknown setting " + key + "; known are " + definition.names());
                });
        AbstractConfig config = new AbstractConfig(definition, own, false);
        if (config.getString(URL).isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> tls = new TreeMap<>();
        TLS.forEach((name, type) -> {
            String key = PREFIX + name;
            if (own.containsKey(key)) {
                tls.put(name, type == Type.PASSWORD ? config.getPassword(key) : config.getString(key));
            }
        });
        return Optional.of(new RegistrySettings(
                URI.create(config.getString(URL).replaceAll("/+$", "")),
                config.getBoolean(REGISTER),
                Duration.ofMillis(config.getLong(WAIT_MS)),
                authorization(
                        config.getPassword(USER_INFO).value(),
                        config.getPassword(TOKEN).value()),
                tls));
    }

    private static Optional<Password> authorization(String userInfo, String token) {
        if (!userInfo.isEmpty() && !token.isEmpty()) {
            throw new ConfigException("Settings " + USER_INFO + " and " + TOKEN + " exclude each other: set one");
        }
        if (!userInfo.isEmpty() && userInfo.indexOf(':') < 1) {
            throw new ConfigException(
                    "Invalid value " + Password.HIDDEN + " for " + USER_INFO + ": must be user:password");
        }
        if (!token.isEmpty()) {
            return Optional.of(new Password("Bearer " + token));
        }
        return userInfo.isEmpty()
                ? Optional.empty()
                : Optional.of(new Password(
                        "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8))));
    }

    private static void checkUrl(String name, Object value) {
        String text = String.valueOf(value);
        if (text.isEmpty()) {
            return;
        }
        try {
            URI uri = URI.create(text);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null) {
                return;
            }
        } catch (IllegalArgumentException e) {
            throw new ConfigException(name, value, ADDRESS);
        }
        throw new ConfigException(name, value, ADDRESS);
    }
}
