package io.sensieve.standalone.client;

import io.sensieve.registry.RegistrySettings;
import java.util.HashMap;
import java.util.Map;

/** Separates the settings of Kafka's clients from those of the schema registry. */
public final class ClientSettings {
    private ClientSettings() {}

    /** Copies the settings of {@code clientSettings} that Kafka's clients read. */
    public static Map<String, Object> ofKafka(Map<String, Object> clientSettings) {
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.keySet().removeIf(key -> key.startsWith(RegistrySettings.PREFIX));
        return settings;
    }
}
