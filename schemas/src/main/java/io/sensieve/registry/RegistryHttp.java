package io.sensieve.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sensieve.codec.RegistryUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/** Sends single requests to the registry's HTTP interface. Thread-safe. */
final class RegistryHttp {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistrySettings settings;
    private final HttpClient client;

    /**
     * An HTTP response.
     *
     * @param status HTTP status
     * @param body JSON body; a missing node if the body is no JSON
     */
    record Answer(int status, JsonNode body) {
        boolean isOk() {
            return status == 200;
        }

        /** Whether the registry itself reports a missing entry; a plain 404 may mean a wrong address. */
        boolean isUnknown() {
            return status == 404 && body.path("error_code").asInt() / 100 == 404;
        }

        /** Status and error message. */
        String error() {
            return "HTTP " + status
                    + (body.hasNonNull("message") ? ": " + body.get("message").asText() : "");
        }
    }

    RegistryHttp(RegistrySettings settings) {
        this.settings = settings;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT);
        if (!settings.tls().isEmpty()) {
            builder.sslContext(tls(settings.tls()).sslContext());
        }
        client = builder.build();
    }

    private static DefaultSslEngineFactory tls(Map<String, Object> given) {
        DefaultSslEngineFactory tls = new DefaultSslEngineFactory();
        try {
            tls.configure(
                    new AbstractConfig(new ConfigDef().withClientSslSupport(), new TreeMap<>(given), false).values());
            return tls;
        } catch (KafkaException | IllegalArgumentException e) {
            throw new ConfigException(
                    "Settings " + RegistrySettings.PREFIX + "ssl.* cannot be used: " + e.getMessage());
        }
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path, JsonNode body) {
        return send(request(path)
                .header("Content-Type", CONTENT_TYPE)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(settings.url() + path))
                .timeout(ANSWER_TIMEOUT)
                .header("Accept", CONTENT_TYPE + ", application/json");
        settings.authorization().ifPresent(header -> builder.header("Authorization", header.value()));
        return builder;
    }

    /** @throws RegistryUnavailableException if there is no response, or a server error */
    private Answer send(HttpRequest.Builder request) {
        HttpResponse<String> response;
        try {
            response = client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw unavailable(e.toString(), Optional.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("interrupted", Optional.of(e));
        }
        Answer answer = new Answer(response.statusCode(), json(response.body()));
        if (answer.status() >= 500
                || answer.status() == 429
                || (answer.isOk() && !answer.body().isObject())) {
            throw unavailable(answer.error(), Optional.empty());
        }
        return answer;
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    RegistryUnavailableException unavailable(String problem, Optional<Exception> cause) {
        return new RegistryUnavailableException(
                "The schema registry at " + RegistrySettings.URL + " = " + settings.url()
                        + " does not answer as it should: " + problem,
                cause.orElse(null));
    }
}
