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
 * Values that stand elsewhere: <code>${PROVIDER:PATH:KEY}</code> in a setting is what Kafka's config provider of that
 * name finds (KIP-297), so that no secret has to be written into a settings file. Providers are named by
 * {@code config.providers}, as for Kafka's own processes.
 */
final class ConfigVariables {
    /** Names of the providers, separated by commas. */
    static final String PROVIDERS = "config.providers";

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}:]*):[^}]*\\}");

    /** What may be a secret by its name: its value is not to be shown, not even where the name is wrong. */
    private static final Pattern SENSITIVE = Pattern.compile(
            "password|passwd|secret|credential|token|jaas|private|user\\.info", Pattern.CASE_INSENSITIVE);

    private ConfigVariables() {}

    /** Whether {@code key} sets up a provider. */
    static boolean isProviderSetting(String key) {
        return key.equals(PROVIDERS) || key.startsWith(PROVIDERS + ".");
    }

    /** Whether the value under {@code key} is better not shown. */
    static boolean isSensitive(String key) {
        return SENSITIVE.matcher(key).find();
    }

    /**
     * The settings with the values that the providers find; those of other providers stay as they are.
     *
     * @throws SettingException if a provider cannot be used or does not find something
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
        // Kafka takes a blank after the comma for a part of the name.
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
                throw new SettingException("Setting " + key + " names " + variables.group()
                        + ", which the provider does not find: check its path and key");
            }
        }
    }
}
