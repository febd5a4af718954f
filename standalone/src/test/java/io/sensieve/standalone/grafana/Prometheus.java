package io.sensieve.standalone.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs Prometheus on loopback with the rules of the project and a scrape interval of half a second. */
public final class Prometheus implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("Listening on\" address=(\\S+)");
    private static final Duration START_WITHIN = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;
    private final Process process;
    private final URI uri;

    private Prometheus(Path folder, Process process, URI uri) {
        this.folder = folder;
        this.process = process;
        this.uri = uri;
    }

    /** Starts Prometheus with its files in {@code folder}. */
    public static Prometheus start(Path program, Path folder) throws Exception {
        Path config = folder.resolve("prometheus.yml");
        Files.writeString(config, """
                global: {scrape_interval: 500ms, evaluation_interval: 1s}
                rule_files: ['%s/*.yml']
                scrape_configs:
                  - job_name: sensieve-trainer
                    file_sd_configs: [{files: ['%s/sensieve-trainer.json'], refresh_interval: 1s}]
                  - job_name: sensieve-streams
                    file_sd_configs: [{files: ['%s/sensieve-streams.json'], refresh_interval: 1s}]
                """.formatted(
                Grafana.FOLDER.resolve("prometheus/rules").toAbsolutePath().normalize(), folder, folder));
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:0")
                .redirectErrorStream(true)
                .start();
        CompletableFuture<URI> listening = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process, listening), "prometheus-log");
        reader.setDaemon(true);
        reader.start();
        try {
            return new Prometheus(folder, process, listening.get(START_WITHIN.toSeconds(), TimeUnit.SECONDS));
        } catch (Exception e) {
            process.destroy();
            throw e;
        }
    }

    private static void read(Process process, CompletableFuture<URI> listening) {
        StringBuilder log = new StringBuilder();
        try (BufferedReader lines = process.inputReader()) {
            String line;
            while ((line = lines.readLine()) != null) {
                Matcher found = LISTENING.matcher(line);
                if (found.find()) {
                    listening.complete(URI.create("http://" + found.group(1)));
                } else if (!listening.isDone()) {
                    log.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            log.append(e);
        }
        listening.completeExceptionally(new IllegalStateException(log.toString()));
    }

    /** Adds a service to scrape. */
    public void scrape(String job, URI service) throws IOException {
        Path written = Files.writeString(
                folder.resolve(job + ".new"), "[{\"targets\": [\"%s\"]}]".formatted(service.getAuthority()));
        Files.move(written, folder.resolve(job + ".json"), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Queries the series of an expression from {@code from} until now, with a point each half second.
     *
     * @throws IllegalStateException if the expression is invalid
     */
    public List<JsonNode> series(String expression, Instant from) throws IOException, InterruptedException {
        String form = "query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8) + "&start="
                + from.getEpochSecond() + "&end=" + Instant.now().getEpochSecond() + "&step=500ms";
        return Dashboard.list(ask("/api/v1/query_range", form).path("result"));
    }

    /** The rules that Prometheus has read. */
    public List<JsonNode> rules() throws IOException, InterruptedException {
        return Dashboard.list(ask("/api/v1/rules", "").path("groups")).stream()
                .flatMap(group -> Dashboard.list(group.path("rules")).stream())
                .toList();
    }

    private JsonNode ask(String path, String form) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri.resolve(path));
        HttpRequest ready = form.isEmpty()
                ? request.build()
                : request.header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build();
        JsonNode answer = new ObjectMapper()
                .readTree(client.send(ready, BodyHandlers.ofString()).body());
        if (!"success".equals(answer.path("status").asText())) {
            throw new IllegalStateException(form + ": " + answer.path("error").asText());
        }
        return answer.path("data");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(10, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
