package io.sensieve.standalone.examples;

import io.sensieve.service.Settings;
import io.sensieve.streams.StreamsService;
import io.sensieve.streams.StreamsSettings;
import java.util.Map;

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
