package io.sensieve.standalone.demo.run;

import io.sensieve.service.Service;
import io.sensieve.service.Settings;
import io.sensieve.service.TopicCreator;
import io.sensieve.standalone.broker.EmbeddedBroker;
import io.sensieve.streams.StreamsMain;
import io.sensieve.streams.StreamsService;
import io.sensieve.topic.Topics;
import io.sensieve.trainer.TrainerMain;
import io.sensieve.trainer.TrainerService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs broker, trainer and streams app in this JVM, with their files in a temporary folder that is deleted at the end.
 */
final class DemoSystem implements AutoCloseable {
    private final Path folder;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final List<WatchedThread> watched = new ArrayList<>();
    private final EmbeddedBroker broker;

    DemoSystem() {
        try {
            folder = Files.createTempDirectory("sensieve-demo-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        parts.push(this::deleteFolder);
        broker = EmbeddedBroker.start(folder.resolve("broker"));
        parts.push(broker);
    }

    /** Settings of every Kafka client of the demo. */
    Map<String, Object> clientSettings() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    void createTopics() throws InterruptedException {
        TopicCreator.ensure(clientSettings(), Topics.all(), true);
    }

    TrainerService startTrainer(Map<String, String> settings) {
        TrainerService trainer =
                TrainerService.create(Settings.of(TrainerMain.runner().definition(), common(settings)));
        return start("demo-trainer", trainer);
    }

    StreamsService startStreams(Map<String, String> settings) {
        Map<String, String> all = common(settings);
        all.put("state.dir", folder.resolve("streams").toString());
        return start(
                "demo-streams",
                StreamsService.create(Settings.of(StreamsMain.runner().definition(), all)));
    }

    /** Rethrows the exception or error that ended a service. */
    void check() {
        watched.forEach(WatchedThread::check);
    }

    private Map<String, String> common(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("kafka.bootstrap.servers", broker.bootstrapServers());
        all.put("http.port", "0");
        return all;
    }

    private <S extends Service> S start(String name, S service) {
        parts.push(service);
        service.start();
        watched.add(WatchedThread.start(name, service::awaitEnd));
        return service;
    }

    /** Closes all parts in reverse order, also if one of them fails. */
    @Override
    public void close() {
        RuntimeException failure = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                failure = failure == null
                        ? new IllegalStateException(
                                "the demo could not close its broker, services and temporary folder", e)
                        : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void deleteFolder() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
