package io.sensieve.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartupLogTest {
    private static final ConfigDef DEFINITION = CommonSettings.define(new ConfigDef(), 8080)
            .define("signing.key", Type.PASSWORD, "", Importance.LOW, "A secret of our own.");

    @Test
    void shouldReportWhatDiffersFromTheDefaultsOnlyWhenSettingsAreGiven() {
        assertThat(report(Map.of("http.port", " 8080 ", "http.host", "::", "topics.create", "false")))
                .containsOnly(
                        Map.entry("http.host", "::"),
                        Map.entry("topics.create", "false"),
                        Map.entry("kafka.bootstrap.servers", "here:9092"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "signing.key",
                "kafka.sasl.jaas.config",
                "kafka.ssl.key.password",
                "kafka.ssl.keystore.key",
                "kafka.producer.ssl.truststore.certificates",
                "kafka.consumer.sasl.jaas.config",
                "kafka.sasl.oauthbearer.client.credentials.client.secret",
                "kafka.basic.auth.user.info"
            })
    void shouldHideTheValueWhenItIsASecret(String key) {
        assertThat(report(Map.of(key, "hunter2"))).containsEntry(key, "[hidden]");
    }

    @Test
    void shouldShowTheVariableWhenAProviderFoundTheValue() {
        String variable = "${env:PATH}";

        Map<String, String> report = report(Map.of(
                "config.providers",
                "env",
                "config.providers.env.class",
                EnvVarConfigProvider.class.getName(),
                "http.host",
                variable,
                "kafka.client.dns.lookup",
                variable));

        assertThat(report)
                .containsEntry("http.host", variable)
                .containsEntry("kafka.client.dns.lookup", variable)
                .doesNotContainValue(System.getenv("PATH"));
    }

    private static Map<String, String> report(Map<String, String> given) {
        Map<String, String> all = new java.util.HashMap<>(given);
        all.put("kafka.bootstrap.servers", "here:9092");
        return StartupLog.changed(DEFINITION, Settings.of(DEFINITION, all));
    }
}
