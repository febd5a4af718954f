package io.sensieve.service;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /metrics}, {@code /health/live}, {@code /health/ready}, further JSON documents and files over HTTP.
 * Read only. Headers forbid browsers to load or run anything from elsewhere. An {@link Error} in a supplier is answered
 * with status 500, in a health check with 503.
 */
public final class HttpEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cache-Control",
            "no-store");
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService executor;

    /**
     * Starts the HTTP server.
     *
     * @param port TCP port; 0 takes a free one
     * @param metrics the meters in the Prometheus text format
     * @param live checks whose failure requires a restart of the process
     * @param ready checks whose failure makes the process unready
     * @throws SettingException if the server cannot listen on the address
     */
    public HttpEndpoint(
            String host, int port, Supplier<String> metrics, List<HealthCheck> live, List<HealthCheck> ready) {
        try {
            server = HttpServer.create(new InetSocketAddress(host, port), 0);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingException(
                    "Invalid value " + host + ":" + port + " for " + CommonSettings.HTTP_HOST + " and "
                            + CommonSettings.HTTP_PORT + ": cannot listen there (" + e
                            + "); port 0 takes a free one",
                    e);
        }
        executor = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task, "http-endpoint");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(executor);
        server.createContext(
                "/metrics", exchange -> serveText(exchange, "/metrics", PROMETHEUS_TEXT, present(metrics)));
        server.createContext("/health/live", exchange -> health(exchange, "/health/live", live));
        server.createContext("/health/ready", exchange -> health(exchange, "/health/ready", ready));
        server.start();
    }

    /**
     * Serves a further JSON document.
     *
     * @param path for example {@code /drift}
     * @param json supplies the present content
     */
    public void serve(String path, Supplier<String> json) {
        server.createContext(path, exchange -> serveText(exchange, path, "application/json", present(json)));
    }

    /**
     * Serves further JSON documents, one for each value of a parameter of the query.
     *
     * @param path for example {@code /api/layout}
     * @param parameter name of the parameter
     * @param json returns the present content for a value of the parameter; empty is answered with status 404
     */
    public void serve(String path, String parameter, Function<String, Optional<String>> json) {
        server.createContext(
                path,
                exchange -> serveText(
                        exchange,
                        path,
                        "application/json",
                        uri -> parameter(uri, parameter).flatMap(json)));
    }

    /**
     * Serves a file that does not change.
     *
     * @param path for example {@code /}
     * @param type media type
     */
    public void serveFile(String path, String type, String content) {
        server.createContext(path, exchange -> serveText(exchange, path, type, uri -> Optional.of(content)));
    }

    private static Function<URI, Optional<String>> present(Supplier<String> body) {
        return uri -> Optional.of(body.get());
    }

    private static Optional<String> parameter(URI uri, String name) {
        return Optional.ofNullable(uri.getRawQuery()).stream()
                .flatMap(query -> Arrays.stream(query.split("&")))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
                .findFirst();
    }

    /** Address of the server, for example {@code http://127.0.0.1:8080}. */
    public URI uri() {
        InetSocketAddress address = server.getAddress();
        String host = address.getAddress().getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    private static void serveText(HttpExchange exchange, String path, String type, Function<URI, Optional<String>> body)
            throws IOException {
        try {
            Optional<String> content = body.apply(exchange.getRequestURI());
            answer(exchange, path, content.isPresent() ? 200 : 404, type, content.orElse(""));
        } catch (RuntimeException | Error e) {
            LOG.atError().addKeyValue("path", path).setCause(e).log("request cannot be answered");
            answer(exchange, path, 500, "text/plain; charset=utf-8", e.toString());
        }
    }

    private static void health(HttpExchange exchange, String path, List<HealthCheck> checks) throws IOException {
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode details = JSON.createObjectNode();
        boolean up = true;
        for (HealthCheck check : checks) {
            Optional<String> problem = problem(check);
            details.put(check.name(), problem.orElse("UP"));
            up &= problem.isEmpty();
        }
        answer.put("status", up ? "UP" : "DOWN").set("checks", details);
        answer(exchange, path, up ? 200 : 503, "application/json", answer.toString());
    }

    /** A check that throws counts as failed. */
    private static Optional<String> problem(HealthCheck check) {
        try {
            return check.problem().get();
        } catch (RuntimeException | Error e) {
            return Optional.of(e.toString());
        }
    }

    private static void answer(HttpExchange exchange, String path, int status, String type, String body)
            throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            HEADERS.forEach(exchange.getResponseHeaders()::set);
            if (status == 404 || !exchange.getRequestURI().getPath().equals(path)) {
                exchange.sendResponseHeaders(404, -1);
            } else if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(405, -1);
            } else {
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", type);
                exchange.sendResponseHeaders(status, method.equals("HEAD") ? -1 : bytes.length);
                if (method.equals("GET")) {
                    exchange.getResponseBody().write(bytes);
                }
            }
        }
    }
}
