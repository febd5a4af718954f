package sensieve.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sensieve.service.SettingException;

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
        assertThat(settings.patience()).isEqualTo(Duration.ofMinutes(1));
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

    @ParameterizedTest
    @ValueSource(strings = {"registry:8081", "ftp://registry", "http://", "http://user:cret@registry", "http://a b"})
    void shouldRefuseTheUrlWhenItIsNone(String url) {
        // When / Then
        assertThatThrownBy(() -> of("url", url))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("for schema.registry.url: must be an http:// or https:// URL");
    }

    @ParameterizedTest
    @CsvSource({
        "wait.ms, -1, from 0 to 240000",
        "wait.ms, 240001, from 0 to 240000",
        "register, maybe, true or false",
        "basic.auth.user.info, nobody, user:password",
        "basic.auth.user.info, :pw, user:password",
        "ssl.truststore.lokation, /x, schema.registry.ssl.truststore.location",
        "uri, http://r, schema.registry.url"
    })
    void shouldNameSettingAndRemedyWhenAValueIsNotAllowed(String key, String value, String remedy) {
        // When / Then
        assertThatThrownBy(() -> of("url", "http://r", key, value))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("schema.registry." + key)
                .hasMessageContaining(remedy);
    }

    @Test
    void shouldRefuseTwoKindsOfCredentials() {
        // When / Then
        assertThatThrownBy(() -> of("url", "http://r", "basic.auth.user.info", "a:b", "bearer.auth.token", "t"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("exclude each other");
    }

    @Test
    void shouldSayThatTlsCannotBeUsedWhenAStoreIsMissing() {
        // Given
        RegistrySettings settings =
                of("url", "https://r", "ssl.truststore.location", "no/such.jks", "ssl.truststore.type", "JKS");

        // When / Then
        assertThatThrownBy(() -> new RegistryClient(settings))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("schema.registry.ssl.*")
                .hasMessageContaining("no/such.jks");
    }

    private static RegistrySettings of(String... pairs) {
        Map<String, Object> all = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            all.put("schema.registry." + pairs[i], pairs[i + 1]);
        }
        return RegistrySettings.of(all).orElseThrow();
    }
}
