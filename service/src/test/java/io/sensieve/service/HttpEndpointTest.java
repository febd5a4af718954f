package io.sensieve.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpEndpointTest {
    private static final String LOOPBACK = "127.0.0.1";

    private volatile Supplier<Optional<String>> problem = Optional::empty;
    private volatile Supplier<String> metrics = () -> "sensieve_up 1\n";
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpEndpoint endpoint = new HttpEndpoint(
            LOOPBACK,
            0,
            () -> metrics.get(),
            List.of(),
            List.of(new HealthCheck("kafka", () -> problem.get()), new HealthCheck("model", Optional::empty)));

    @AfterEach
    void close() {
        endpoint.close();
    }

    @Test
    void shouldServeTheMetricsWhenScraped() throws Exception {
        // When
        HttpResponse<String> response = send("GET", "/metrics");

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("sensieve_up 1\n");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
    }

    @Test
    void shouldAnswer200WhenNothingIsWrong() throws Exception {
        // When
        HttpResponse<String> ready = send("GET", "/health/ready");
        HttpResponse<String> live = send("GET", "/health/live");

        // Then
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).isEqualTo("{\"status\":\"UP\",\"checks\":{\"kafka\":\"UP\",\"model\":\"UP\"}}");
        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(live.body()).isEqualTo("{\"status\":\"UP\",\"checks\":{}}");
    }

    @Test
    void shouldAnswer503AndSayWhyWhenACheckFails() throws Exception {
        // Given
        problem = () -> Optional.of("no \"broker\"");

        // When
        HttpResponse<String> ready = send("GET", "/health/ready");

        // Then
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body())
                .isEqualTo("{\"status\":\"DOWN\",\"checks\":{\"kafka\":\"no \\\"broker\\\"\",\"model\":\"UP\"}}");
        assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldAnswerWhenACheckOrTheMetricsThrow() throws Exception {
        // Given
        problem = () -> {
            throw new IllegalStateException("closed");
        };
        metrics = () -> {
            throw new IllegalStateException("closed");
        };

        // When
        HttpResponse<String> ready = send("GET", "/health/ready");

        // Then
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("closed");
        assertThat(send("GET", "/metrics").statusCode()).isEqualTo(500);
    }

    @Test
    void shouldAnswerWhenACheckOrTheMetricsThrowAnError() throws Exception {
        // Given
        problem = () -> {
            throw new NoClassDefFoundError("org/example/Missing");
        };
        metrics = () -> {
            throw new NoClassDefFoundError("org/example/Missing");
        };

        // When
        HttpResponse<String> ready = send("GET", "/health/ready");
        HttpResponse<String> scraped = send("GET", "/metrics");

        // Then
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("org/example/Missing");
        assertThat(scraped.statusCode()).isEqualTo(500);
    }

    @Test
    void shouldServeADocumentThatItWasGiven() throws Exception {
        // Given
        endpoint.serve("/drift", () -> "{\"reports\":[]}");

        // When
        HttpResponse<String> response = send("GET", "/drift");

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"reports\":[]}");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(send("GET", "/drift/L").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/drift").statusCode()).isEqualTo(405);
    }

    @Test
    void shouldServeTheDocumentOfAParameterWhenItExists() throws Exception {
        // Given
        endpoint.serve(
                "/item", "name", name -> name.equals("a b+c/ü") ? Optional.of("{\"found\":1}") : Optional.empty());

        // When
        HttpResponse<String> response = send("GET", "/item?x=1&name=a%20b%2Bc%2F%C3%BC");

        // Then
        assertThat(response.body()).isEqualTo("{\"found\":1}");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(send("GET", "/item?name=other").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/item").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldServeAFileAndNothingBelowItWhenThePathIsTheRoot() throws Exception {
        // Given
        endpoint.serveFile("/", "text/html; charset=utf-8", "<!DOCTYPE html>ü");

        // When
        HttpResponse<String> response = send("GET", "/");

        // Then
        assertThat(response.body()).isEqualTo("<!DOCTYPE html>ü");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'; script-src 'self'"));
        assertThat(send("GET", "/other").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/metrics").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/metric", "/metrics/", "/metricsx", "/health", "/health/live/x"})
    void shouldAnswer404WhenThePathIsAnother(String path) throws Exception {
        // When
        HttpResponse<String> response = send("GET", path);

        // Then
        assertThat(response.statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE"})
    void shouldAnswer405WhenTheMethodWouldWrite(String method) throws Exception {
        // When
        HttpResponse<String> response = send(method, "/metrics");

        // Then
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/health/ready"})
    void shouldAnswerWithoutABodyWhenOnlyTheHeadIsWanted(String path) throws Exception {
        // When
        HttpResponse<String> response = send("HEAD", path);

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("Content-Type")).isPresent();
    }

    @Test
    void shouldNameTheSettingsWhenThePortIsInUse() {
        // Given
        int port = endpoint.uri().getPort();

        // When / Then
        assertThatThrownBy(() -> new HttpEndpoint(LOOPBACK, port, () -> "", List.of(), List.of()))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining("http.host and http.port")
                .hasMessageContaining("port 0 takes a free one");
    }

    @Test
    void shouldNameTheSettingsWhenTheAddressIsNotOfThisMachine() {
        // Given: an address that RFC 5737 keeps for documentation
        String host = "192.0.2.1";

        // When / Then
        assertThatThrownBy(() -> new HttpEndpoint(host, 0, () -> "", List.of(), List.of()))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(host);
    }

    @Test
    void shouldRefuseConnectionsWhenClosedTwice() {
        // When
        endpoint.close();
        endpoint.close();

        // Then
        assertThatThrownBy(() -> send("GET", "/metrics")).isInstanceOf(ConnectException.class);
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(endpoint.uri().resolve(path))
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
