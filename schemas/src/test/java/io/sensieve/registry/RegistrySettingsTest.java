package io.sensieve.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;

class RegistrySettingsTest {
    @Test
    void shouldBeNoneWhenNoUrlIsSet() {
        // When / Then
        assertThat(RegistrySettings.of(Map.of("bootstrap.servers", "none:1"))).isEmpty();
    }

    @Test
    void shouldHaveItsDefaultsWhenOnlyTheUrlIsSet() {
        // When
        RegistrySettings settings = of("url", "https://registry.example:8081/apis/ccompat/v7/");

        // Then
        assertThat(settings.url()).hasToString("https://registry.example:8081/apis/ccompat/v7");
        assertThat(settings.register()).isTrue();
        assertThat(settings.retryTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.authorization()).isEmpty();
        assertThat(settings.tls()).isEmpty();
    }

    @Test
    void shouldHandTlsOnUnderKafkasNamesAndHideSecrets() {
        // When
        RegistrySettings settings = of(
                "url",
                "https://r",
                "ssl.truststore.location",
                "/ca.pem",
                "ssl.truststore.type",
                "PEM",
                "ssl.key.password",
                "pa55",
                "basic.auth.user.info",
                "press:cret");

        // Then
        assertThat(settings.tls())
                .isEqualTo(Map.of(
                        "ssl.truststore.location",
                        "/ca.pem",
                        "ssl.truststore.type",
                        "PEM",
                        "ssl.key.password",
                        new Password("pa55")));
        assertThat(settings.toString()).doesNotContain("pa55").doesNotContain("cret");
    }

    @Test
    void shouldSayThatTlsCannotBeUsedWhenAStoreIsMissing() {
        // Given
        RegistrySettings settings =
                of("url", "https://r", "ssl.truststore.location", "no/such.jks", "ssl.truststore.type", "JKS");

        // When / Then
        assertThatThrownBy(() -> new RegistryClient(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.ssl.*")
                .hasMessageContaining("no/such.jks");
    }

    @Test
    void shouldNameTheSettingWhenAValueIsNotAllowed() {
        // When / Then
        assertThatThrownBy(() -> of("url", "registry:8081"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.url")
                .hasMessageContaining("registry:8081");
        assertThatThrownBy(() -> of("url", "http://r", "ssl.truststore.lokation", "/x"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Unknown setting schema.registry.ssl.truststore.lokation");
    }

    private static RegistrySettings of(String... pairs) {
        Map<String, Object> all = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            all.put("schema.registry." + pairs[i], pairs[i + 1]);
        }
        return RegistrySettings.of(all).orElseThrow();
    }
}
