package io.sensieve.benchmarks.app;

import io.sensieve.service.Settings;
import io.sensieve.streams.StreamsService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Runs the streams service. */
public final class SensieveApp implements App {
    private static final String RECONSTRUCTED = "sensieve_records_reconstructed_total{";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofMillis(50);
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newHttpClient();
    private final StreamsService service;

    public SensieveApp(Settings settings) {
        service = StreamsService.create(settings);
        service.start();
    }

    /**
     * Waits until the service has its partitions, so that the measurement does not include the start.
     *
     * @throws IllegalStateException if the service is not ready after a minute
     */
    public void awaitReady() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (get("/health/ready").statusCode() != OK) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the app was not ready within " + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(EVERY.toNanos());
        }
    }

    /** Sum over all layouts of the counter that {@code /metrics} exposes. */
    @Override
    public long reconstructed() {
        return (long) get("/metrics")
                .body()
                .filter(line -> line.startsWith(RECONSTRUCTED))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private HttpResponse<Stream<String>> get(String path) {
        HttpRequest request =
                HttpRequest.newBuilder(service.httpUri().resolve(path)).build();
        try {
            return http.send(request, BodyHandlers.ofLines());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        service.close();
    }
}
