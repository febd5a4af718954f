package sensieve.benchmarks.streams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import sensieve.service.Settings;
import sensieve.streams.StreamsService;

/** The streams service itself. */
final class SensieveApp implements App {
    private static final String REBUILT = "sensieve_records_rebuilt_total{";

    private final HttpClient http = HttpClient.newHttpClient();
    private final StreamsService service;

    /** Starts it. */
    SensieveApp(Settings settings) {
        service = StreamsService.create(settings);
        service.start();
    }

    /** Of all layouts, as {@code /metrics} tells it. */
    @Override
    public long rebuilt() {
        HttpRequest request =
                HttpRequest.newBuilder(service.httpUri().resolve("/metrics")).build();
        try {
            return (long) http.send(request, BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(REBUILT))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
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
