package io.sensieve.service;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/**
 * Resolves <code>${PROVIDER:PATH:KEY}</code> in settings with Kafka's config providers (KIP-297), so that no secret has
 * to be in a settings file. As in Kafka, {@code config.providers} names the providers.
 */
final class ConfigVariables {
    /** Setting: names of the providers, separated by commas. */
    static final String PROVIDERS = "config.providers";

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}:]*):[^}]*\\}");

    /** Names of settings that may be secrets, including misspelt ones: messages must not contain their values. */
    private static final Pattern SENSITIVE = Pattern.compile(
            "password|passwd|secret|credential|token|jaas|private|user\\.info", Pattern.CASE_INSENSITIVE);

    private ConfigVariables() {}

    /** Whether {@code key} configures a provider. */
    static boolean isProviderSetting(String key) {
        return key.equals(PROVIDERS) || key.startsWith(PROVIDERS + ".");
    }

    /** Whether the value of {@code key} may be a secret. */
    static boolean isSensitive(String key) {
        return SENSITIVE.matcher(key).find();
    }

    /**
     * Resolves the variables of the configured providers; variables of other providers stay unchanged.
     *
     * @throws SettingException if a provider cannot be used or does not find a value
     */
    static Map<String, String> resolve(Map<String, String> all) {
        List<String> names = Pattern.compile("[\\s,]+")
                .splitAsStream(all.getOrDefault(PROVIDERS, ""))
                .filter(name -> !name.isEmpty())
                .toList();
        if (names.isEmpty()) {
            return all;
        }
        names.forEach(name -> expectClass(all, name));
        Map<String, Object> given = new HashMap<>(all);
        // Kafka treats a blank after the comma as part of the name.
        given.put(PROVIDERS, String.join(",", names));
        Map<String, String> resolved = new TreeMap<>();
        try {
            new AbstractConfig(new ConfigDef(), given, false)
                    .originals()
                    .forEach((key, value) -> resolved.put(key, String.valueOf(value)));
        } catch (KafkaException e) {
            throw SettingException.invalid(
                    PROVIDERS, all.getOrDefault(PROVIDERS, ""), "a provider cannot be used: " + e.getMessage());
        }
        all.forEach((key, value) -> expectFound(key, value, resolved.getOrDefault(key, ""), names));
        return resolved;
    }

    private static void expectClass(Map<String, String> all, String name) {
        String key = PROVIDERS + "." + name + ".class";
        if (!all.containsKey(key)) {
            throw new SettingException("Missing setting " + key + ": the class of the provider " + name
                    + ", for example " + FileConfigProvider.class.getName());
        }
    }

    private static void expectFound(String key, String written, String resolved, List<String> names) {
        Matcher variables = VARIABLE.matcher(written);
        while (variables.find()) {
            if (names.contains(variables.group(1)) && resolved.contains(variables.group())) {
                throw new SettingException("Setting " + key + " contains " + variables.group()
                        + ", which the provider does not find: check the path and the key");
            }
        }
    }
}
