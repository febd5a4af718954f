package io.sensieve.service;

import io.sensieve.registry.RegistrySettings;
import io.sensieve.topic.WireFormat;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Creates the wire format from the settings of a service or a command. */
public final class WireFormats {
    private WireFormats() {}

    /**
     * Creates the wire format of a service.
     *
     * @throws SettingException if the settings of the registry or {@code schemas.dir} are invalid
     */
    public static WireFormat of(Settings settings) {
        try {
            return WireFormat.of(settings.withPrefix(RegistrySettings.PREFIX), CommonSettings.writerSchemas(settings));
        } catch (ConfigException e) {
            throw new SettingException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Creates the wire format of a command, whose Kafka client settings include those of the registry.
     *
     * @throws SettingException if a setting is unknown or its value is invalid
     */
    public static WireFormat of(Map<String, ?> clientSettings) {
        Map<String, String> own = new TreeMap<>();
        clientSettings.forEach((key, value) -> {
            if (key.startsWith(RegistrySettings.PREFIX)) {
                own.put(key, String.valueOf(value));
            }
        });
        Settings checked = Settings.withoutKafka(RegistrySettings.define(new ConfigDef()), own, Map.of());
        try {
            return WireFormat.of(checked.withPrefix(RegistrySettings.PREFIX));
        } catch (ConfigException e) {
            throw new SettingException(String.valueOf(e.getMessage()), e);
        }
    }
}
