package io.sensieve.streams.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LivePageTest extends LivePageFixture {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void shouldListTheLayoutsWhenAskedForAll() throws Exception {
        // When
        JsonNode document = json("/api/layouts");

        // Then
        assertThat(document.get("instance").asText()).isEqualTo(INSTANCE);
        assertThat(document.get("layouts"))
                .extracting(layout -> layout.get("layout").asText())
                .containsExactly(HOSTILE, "press");
        JsonNode press = document.get("layouts").get(1);
        assertThat(press.get("version").asInt()).isEqualTo(3);
        assertThat(press.get("verdict").asText()).isEqualTo("DRIFT");
        assertThat(press.get("regret").asDouble()).isEqualTo(15);
        assertThat(press.get("judged_here").asBoolean()).isTrue();
        assertThat(press.get("faulty_sensors").asInt()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"press", HOSTILE})
    void shouldShowALayoutWithItsHistoryWhenAskedByName(String name) throws Exception {
        // When
        JsonNode document = json("/api/layout?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8));

        // Then
        assertThat(document.get("layout").asText()).isEqualTo(name);
        JsonNode selection = document.get("selection");
        assertThat(selection.get("version").asInt()).isEqualTo(3);
        assertThat(selection.get("repeats_version").asInt()).isOne();
        assertThat(selection.get("channels").get(1).get("name").asText()).isEqualTo(HOSTILE_CHANNEL);
        assertThat(document.get("report").get("verdict").asText()).isEqualTo("DRIFT");
        assertThat(document.get("faulty_sensors").get(0).get("fault").asText()).isEqualTo("STUCK");
        JsonNode history = document.get("history");
        assertThat(history).hasSize(3);
        assertThat(history.get(1).get("error").isNull()).isTrue();
        assertThat(history.get(1).get("coverage").asDouble()).isZero();
        assertThat(history.get(2).get("comparison").get("versions").get(0).toString())
                .isEqualTo("{\"version\":1,\"error\":0.02}");
        assertThat(document.get("events"))
                .extracting(event -> event.get("kind").asText())
                .containsExactly("SELECTION", "OUTAGE", "RETURN_REQUEST", "SELECTION", "OUTAGE", "SENSOR");
        assertThat(document.get("events").get(2).get("reason").asText()).isEqualTo(HOSTILE);
    }

    @Test
    void shouldServeTheLatestReportOfEachLayoutUnderDrift() throws Exception {
        // When
        JsonNode reports = json("/drift").get("reports");

        // Then
        assertThat(reports).extracting(report -> report.get("layout").asText()).containsExactly(HOSTILE, "press");
        assertThat(reports.get(0).get("windowStart").asText()).isEqualTo("2026-03-01T12:02:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8",
        "/page.js, text/javascript; charset=utf-8",
        "/page.css, text/css; charset=utf-8",
        "/api/layouts, application/json",
        "/api/layout?name=press, application/json"
    })
    void shouldForbidBrowsersToRunAnythingElse(String path, String type) throws Exception {
        // When
        HttpResponse<String> response = send("GET", path);

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue(type);
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'")
                        .doesNotContain("unsafe"));
        assertThat(send("HEAD", path).body()).isEmpty();
        assertThat(send("POST", path).statusCode()).isEqualTo(405);
    }

    @Test
    void shouldContainNoInlineScriptOrStyle() throws Exception {
        // When
        String page = send("GET", "/").body();
        String script = send("GET", "/page.js").body();

        // Then
        assertThat(page).doesNotContainPattern("<script>|<style|style=|onload=|onclick=|https?://");
        assertThat(script).doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/page.html",
                "/page",
                "/api",
                "/api/layout",
                "/api/layout?name=",
                "/api/layout?name=pres",
                "/api/layout?other=press",
                "/api/layout/press",
                "/api/layouts/press",
                "/..%2f..%2fetc%2fpasswd",
                "/io/sensieve/streams/page/page.js"
            })
    void shouldAnswer404WhenThePathOrTheLayoutIsUnknown(String path) throws Exception {
        assertThat(send("GET", path).statusCode()).isEqualTo(404);
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = send("GET", path);
        assertThat(response.statusCode()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(http.uri().resolve(path))
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
