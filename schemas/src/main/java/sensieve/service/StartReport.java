package sensieve.service;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.types.Password;

/** What a service tells of its settings when it starts: those that are not as they would be by themselves. */
final class StartReport {
    /** Kafka's own secrets; clients of all kinds have the same. */
    private static final Set<String> SECRETS = AdminClientConfig.configDef().configKeys().values().stream()
            .filter(key -> key.type == Type.PASSWORD)
            .map(key -> key.name)
            .collect(Collectors.toSet());

    /** What is likely one, in settings that belong to a plug-in. */
    private static final Pattern SECRET_WORD = Pattern.compile(
            "password|passwd|secret|credential|token|jaas|private|user\\.info", Pattern.CASE_INSENSITIVE);

    private StartReport() {}

    /** Settings that differ from their defaults, by key, and all that goes to Kafka's clients; secrets are hidden. */
    static Map<String, String> changed(ConfigDef definition, Settings settings) {
        Map<String, String> changed = new TreeMap<>();
        for (ConfigKey key : definition.configKeys().values()) {
            if (settings.isSet(key.name)) {
                String given = settings.given(key.name);
                if (!ConfigDef.parseType(key.name, given, key.type).equals(key.defaultValue)) {
                    changed.put(key.name, key.type == Type.PASSWORD ? Password.HIDDEN : shown(key.name, given));
                }
            }
        }
        settings.kafka().forEach((key, value) -> changed.put("kafka." + key, shown(key, value)));
        return changed;
    }

    private static String shown(String key, String value) {
        boolean secret = SECRET_WORD.matcher(key).find()
                || SECRETS.stream().anyMatch(name -> key.equals(name) || key.endsWith("." + name));
        return secret ? Password.HIDDEN : value;
    }
}
