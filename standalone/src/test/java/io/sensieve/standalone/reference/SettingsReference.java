package io.sensieve.standalone.reference;

import io.sensieve.service.CommonSettings;
import io.sensieve.streams.StreamsSettings;
import io.sensieve.trainer.learn.LearningSettings;
import io.sensieve.trainer.settings.TrainerSettings;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.jspecify.annotations.Nullable;

/** {@code docs/reference/settings.md}: every setting of the services, and of the commands that learn from a file. */
final class SettingsReference {
    /** How {@link ConfigDef.Range} writes itself. */
    private static final Pattern RANGE = Pattern.compile("\\[([^,]+),\\.\\.\\.(?:,([^,]+))?\\]");

    private static final Set<String> COMMON =
            CommonSettings.define(new ConfigDef(), 0).names();

    private SettingsReference() {}

    static String markdown() {
        ConfigDef trainer = TrainerSettings.definition();
        ConfigDef streams = StreamsSettings.definition();
        return """
                # Settings

                Every setting of the trainer, the streams app and the commands. Made from the code:
                `%s`.

                The services read a properties file (`--config FILE`), over it the environment's variables, over them
                `-D key=value`. Only `kafka.bootstrap.servers` has to be set. A setting that is unknown or not allowed ends the
                service at the start, with exit code 2 and one line that says what is wrong.

                `kafka.NAME` goes to all Kafka clients of the process as `NAME`; in the streams app to Kafka Streams too, where
                `kafka.consumer.NAME`, `kafka.producer.NAME` and so on are for one kind of client. What is set there wins over
                what the service would choose.

                | variable | read by | default | meaning |
                |---|---|---|---|
                | `SENSIEVE_KAFKA_…` | services | | `SENSIEVE_KAFKA_BOOTSTRAP_SERVERS` is `kafka.bootstrap.servers`; every `_` is a `.` |
                | `SENSIEVE_JAVA_OPTS` | `./sensieve` | | Options of the JVM, for example `-Xmx2g`. |
                | `JAVA_TOOL_OPTIONS` | every JVM, those of the images too | | The same in a container. The images set `-XX:MaxRAMPercentage`, which only `-Xmx` overrides. |
                | `SENSIEVE_LOG_LEVEL` | all | `INFO` in the services, else `WARN` | Lowest level that is logged: `ERROR`, `WARN`, `INFO`, `DEBUG` or `TRACE`. |
                | `SENSIEVE_LOG_FORMAT` | all | `text` | `json` logs one object a line, to standard error as the text. The JVM says there itself, before, that the streams app uses an incubator module. |
                | `JAVA_HOME` | `./sensieve` | the `java` on the path | The JDK to run on, version 17 or newer. |

                ## Both services

                %s
                ## Trainer

                %s
                ### Learning

                Also of `./sensieve train` and `./sensieve compare`, with `-D`; those have options for the common ones
                (`--k` is `train.k`, `--epochs`, `--method`, `--preset`, `--scaling`, `--seed`, `--task`) and read no variables.

                %s
                ## Streams app

                %s
                ### Drift

                %s""".formatted(
                        ReferenceTest.REGENERATE,
                        table(streams, COMMON::contains, "8081 (trainer), 8080 (streams app)"),
                        table(trainer, name -> !COMMON.contains(name) && !isLearning(name), ""),
                        table(trainer, SettingsReference::isLearning, ""),
                        table(streams, name -> !COMMON.contains(name) && !isDrift(name), ""),
                        table(streams, SettingsReference::isDrift, ""));
    }

    private static boolean isLearning(String name) {
        return name.startsWith(LearningSettings.PREFIX);
    }

    private static boolean isDrift(String name) {
        return name.startsWith("drift.");
    }

    private static String table(ConfigDef definition, Predicate<String> wanted, String httpPort) {
        return "| setting, variable | type | default | allowed | meaning |\n|---|---|---|---|---|\n"
                + definition.configKeys().values().stream()
                        .filter(key -> wanted.test(key.name))
                        .sorted((a, b) -> a.name.compareTo(b.name))
                        .map(key -> row(key, key.name.equals(CommonSettings.HTTP_PORT) ? httpPort : fallback(key)))
                        .collect(Collectors.joining());
    }

    private static String row(ConfigKey key, String fallback) {
        return "| `" + key.name + "` `SENSIEVE_"
                + key.name.toUpperCase(Locale.ROOT).replace('.', '_') + "` | "
                + key.type.name().toLowerCase(Locale.ROOT) + " | " + fallback + " | " + allowed(key.validator) + " | "
                + key.documentation.replace("|", "\\|") + " |\n";
    }

    private static String fallback(ConfigKey key) {
        if (!key.hasDefault()) {
            return "required";
        }
        String value = String.valueOf(key.defaultValue);
        return value.isEmpty() ? "(nothing)" : "`" + value + "`";
    }

    private static String allowed(@Nullable Validator validator) {
        if (validator == null) {
            return "";
        }
        String text = validator.toString();
        Matcher range = RANGE.matcher(text);
        if (range.matches()) {
            return range.group(2) == null ? "at least " + range.group(1) : range.group(1) + " to " + range.group(2);
        }
        return text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
    }
}
