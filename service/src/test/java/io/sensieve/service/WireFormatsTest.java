package io.sensieve.service;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensieve.topic.WireFormat;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireFormatsTest {
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

    private static WireFormat of(String... pairs) {
        Map<String, Object> all = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            all.put("schema.registry." + pairs[i], pairs[i + 1]);
        }
        return WireFormats.of(all);
    }
}
