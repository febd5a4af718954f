package io.sensieve.service;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.types.Password;

/**
 * Collects the settings that a service logs at startup: those that differ from their defaults, as the user wrote them.
 */
final class StartupLog {
    /** Kafka settings of type PASSWORD; all kinds of clients have the same. */
    private static final Set<String> SECRETS = AdminClientConfig.configDef().configKeys().values().stream()
            .filter(key -> key.type == Type.PASSWORD)
            .map(key -> key.name)
            .collect(Collectors.toSet());

    private StartupLog() {}

    /**
     * Returns the settings that differ from their defaults and all settings of the Kafka clients, by key; hides
     * secrets.
     */
    static Map<String, String> changed(ConfigDef definition, Settings settings) {
        Map<String, String> changed = new TreeMap<>();
        for (ConfigKey key : definition.configKeys().values()) {
            if (settings.isSet(key.name)) {
                String given = settings.given(key.name);
                if (!ConfigDef.parseType(key.name, given, key.type).equals(key.defaultValue)) {
                    changed.put(
                            key.name,
                            key.type == Type.PASSWORD ? Password.HIDDEN : shown(key.name, settings.written(key.name)));
                }
            }
        }
        settings.kafka()
                .keySet()
                .forEach(key -> changed.put("kafka." + key, shown(key, settings.written("kafka." + key))));
        return changed;
    }

    private static String shown(String key, String value) {
        boolean secret = ConfigVariables.isSensitive(key)
                || SECRETS.stream().anyMatch(name -> key.equals(name) || key.endsWith("." + name));
        return secret ? Password.HIDDEN : value;
    }
}
