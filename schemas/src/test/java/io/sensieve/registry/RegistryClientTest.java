package io.sensieve.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sensieve.SensorRecord;
import io.sensieve.codec.RegistryUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client against a server with prepared answers. */
class RegistryClientTest {
    private static final Schema SCHEMA = SensorRecord.getClassSchema();
    private static final String UNKNOWN = "{\"error_code\": 40403, \"message\": \"Schema not found\"}";

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> requests = Collections.synchronizedList(new java.util.ArrayList<>());
    private final List<String> authorizations = Collections.synchronizedList(new java.util.ArrayList<>());
    private final CountDownLatch asked = new CountDownLatch(1);
    private HttpServer server = newServer();

    private record Answer(int status, String body) {}

    private static HttpServer newServer() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeEach
    void start() {
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        asked.countDown();
        Answer answer;
        synchronized (answers) {
            answer = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private RegistryClient client(String... more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "schema.registry.url",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/api/",
                "schema.registry.wait.ms",
                "0",
                "bootstrap.servers",
                "none:1"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put("schema.registry." + more[i], more[i + 1]);
        }
        return new RegistryClient(RegistrySettings.of(settings).orElseThrow());
    }

    private void answers(int status, String body) {
        answers.add(new Answer(status, body));
    }

    @Test
    void shouldRegisterUnderTheSubjectWhenAskedForAnId() {
        // Given
        answers(200, "{\"id\": 17}");

        // When
        int id = client().id("sensor.records-value", SCHEMA);

        // Then
        assertThat(id).isEqualTo(17);
        assertThat(requests).containsExactly("POST /api/subjects/sensor.records-value/versions");
        assertThat(authorizations).containsExactly("null");
    }

    @Test
    void shouldOnlyLookUpWhenRegisteringIsNotAllowed() {
        // Given
        answers(200, "{\"id\": 17, \"version\": 1}");
        answers(404, UNKNOWN);

        // When / Then
        assertThat(client("register", "false").id("t-value", SCHEMA)).isEqualTo(17);
        assertThatThrownBy(() -> client("register", "false").id("t-value", SCHEMA))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("io.sensieve.SensorRecord under the subject t-value")
                .hasMessageContaining("schema.registry.register = true");
        assertThat(requests).containsOnly("POST /api/subjects/t-value");
    }

    @Test
    void shouldParseTheSchemaWhenAskedForOne() {
        // Given
        answers(
                200,
                new com.fasterxml.jackson.databind.ObjectMapper()
                        .createObjectNode()
                        .put("schema", SCHEMA.toString())
                        .toString());

        // When / Then
        assertThat(client().schema(3)).contains(SCHEMA);
        assertThat(requests).containsExactly("GET /api/schemas/ids/3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | {\"error_code\": 40403, \"message\": \"Schema not found\"}",
                "200 | {\"schemaType\": \"PROTOBUF\", \"schema\": \"message M {}\"}",
                "200 | {\"schemaType\": \"JSON\", \"schema\": \"{}\"}"
            })
    void shouldKnowNoSchemaAndNotAskAgainAtOnceWhenThereIsNone(int status, String body) {
        // Given
        answers(status, body);
        RegistryClient client = client();

        // When / Then
        assertThat(client.schema(3)).isEmpty();
        assertThat(client.schema(3)).isEmpty();
        assertThat(requests).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | {\"error_code\": 50001, \"message\": \"store timeout\"} | store timeout",
                "503 | '' | HTTP 503",
                "429 | '' | HTTP 429",
                "404 | <html>no such page</html> | apis/ccompat/v7",
                "401 | '' | schema.registry.basic.auth.user.info",
                "200 | <html>log in</html> | HTTP 200"
            })
    void shouldBeUnavailableWhenTheAnswerSaysNothingOfTheSchema(int status, String body, String problem) {
        // Given
        answers(status, body);
        RegistryClient client = client();

        // When / Then
        assertThatThrownBy(() -> client.schema(3))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("schema.registry.url = http://127.0.0.1:")
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | '' | schema.registry.bearer.auth.token",
                "409 | {\"error_code\": 409, \"message\": \"incompatible\"} | incompatible",
                "422 | {\"error_code\": 42201, \"message\": \"invalid schema\"} | invalid schema",
                "404 | '' | apis/ccompat/v7"
            })
    void shouldSayWhyAtOnceWhenTheRegistryRefusesASchema(int status, String body, String problem) {
        // Given
        answers(status, body);
        RegistryClient client = client("wait.ms", "60000");

        // When / Then
        assertThatThrownBy(() -> client.id("t-value", SCHEMA))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("t-value")
                .hasMessageContaining(problem);
        assertThat(requests).hasSize(1);
    }

    @Test
    void shouldAskAgainWhenTheRegistryComesBack() {
        // Given
        answers(503, "");
        answers(503, "");
        answers(200, "{\"id\": 4}");

        // When / Then
        assertThat(client("wait.ms", "60000").id("t-value", SCHEMA)).isEqualTo(4);
        assertThat(requests).hasSize(3);
    }

    @Test
    void shouldEndTheWaitingWhenClosed() throws Exception {
        // Given
        answers(503, "");
        RegistryClient client = client("wait.ms", "240000");
        CompletableFuture<Object> waiting = CompletableFuture.supplyAsync(() -> client.schema(3));
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

        // When
        client.close();

        // Then
        assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void shouldNameTheAddressWhenNobodyListens() throws IOException {
        // Given
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        RegistryClient client = client("url", "http://127.0.0.1:" + port);

        // When / Then
        assertThatThrownBy(() -> client.id("t-value", SCHEMA))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("schema.registry.url = http://127.0.0.1:" + port)
                .hasMessageContaining("Connect");
    }

    @Test
    void shouldShowWhoItIsWhenCredentialsAreSet() {
        // Given
        answers(404, UNKNOWN);

        // When
        client("basic.auth.user.info", "press:se:cret").schema(1);
        client("bearer.auth.token", "abc").schema(1);

        // Then
        assertThat(authorizations).containsExactly("Basic cHJlc3M6c2U6Y3JldA==", "Bearer abc");
    }
}
