package sensieve.standalone.examples;

import java.util.Map;
import sensieve.service.Settings;
import sensieve.streams.StreamsService;
import sensieve.streams.StreamsSettings;

final class StreamsInCode {
    private StreamsInCode() {}

    static void run() throws Exception {
        Settings settings = Settings.of(
                StreamsSettings.definition(), Map.of("kafka.bootstrap.servers", "localhost:9092", "http.port", "0"));
        try (StreamsService service = StreamsService.create(settings)) {
            service.start();
            service.awaitEnd();
        }
    }
}
