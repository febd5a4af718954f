package io.sensieve.systemtests.cluster;

import io.sensieve.streams.StreamsMain;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Runs instances of the streams app as processes, each with its own state folder and port. */
public final class AppProcesses {
    /** Application id, which is also the consumer group. */
    public static final String GROUP = "torture";

    private static final int HEAP_MIB = 192;
    private static final int OK = 200;
    private static final int NEW_FOLDER_EVERY = 4;
    private static final Duration HTTP_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration END = Duration.ofSeconds(40);

    private final JavaProcesses processes;
    private final Path folder;
    private final Map<String, String> settings;
    private final List<Instance> instances = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(HTTP_TIMEOUT).build();

    /** An instance, which survives restarts of its process. */
    private static final class Instance {
        private final int port;
        private Process process;
        private int kills;

        Instance(int port, Process process) {
            this.port = port;
            this.process = process;
        }
    }

    /**
     * Starts the instances.
     *
     * @param settings settings of all instances; {@code %d} in a value becomes the number of the instance
     */
    public AppProcesses(JavaProcesses processes, Path folder, int count, Map<String, String> settings) {
        this.processes = processes;
        this.folder = folder;
        this.settings = settings;
        List<Integer> ports = Ports.free(count);
        for (int number = 0; number < count; number++) {
            instances.add(new Instance(ports.get(number), process(number, ports.get(number), 0)));
        }
    }

    public int count() {
        return instances.size();
    }

    /** Numbers of the instances whose process runs. */
    public List<Integer> alive() {
        return IntStream.range(0, count())
                .filter(number -> instances.get(number).process.isAlive())
                .boxed()
                .toList();
    }

    /** Kills an instance with SIGKILL. */
    public void kill(int number) throws InterruptedException {
        Instance instance = instances.get(number);
        instance.kills++;
        instance.process.destroyForcibly().waitFor();
    }

    /** Ends an instance with SIGTERM and waits for the end of its process. */
    public void end(int number) throws InterruptedException {
        Process process = instances.get(number).process;
        process.destroy();
        if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("instance " + number + " did not end within " + END.toSeconds() + " s");
        }
    }

    /** Restarts an instance; after each fourth kill with an empty state folder. */
    public void restart(int number) {
        Instance instance = instances.get(number);
        instance.process = process(number, instance.port, instance.kills / NEW_FOLDER_EVERY);
    }

    /** Whether an instance is ready. */
    public boolean isReady(int number) throws InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + instances.get(number).port + "/health/ready");
        try {
            return http.send(
                                    HttpRequest.newBuilder(uri)
                                            .timeout(HTTP_TIMEOUT)
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == OK;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether all instances are ready. */
    public boolean areAllReady() throws InterruptedException {
        for (int number = 0; number < count(); number++) {
            if (!isReady(number)) {
                return false;
            }
        }
        return true;
    }

    private Process process(int number, int port, int generation) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("application.id", GROUP);
        all.put("http.port", Integer.toString(port));
        all.put(
                "state.dir",
                folder.resolve("state-" + number + "-" + generation).toString());
        List<String> arguments = all.entrySet().stream()
                .map(entry -> "-D" + entry.getKey() + "=" + entry.getValue().replace("%d", Integer.toString(number)))
                .toList();
        return processes.start("app-" + number, HEAP_MIB, StreamsMain.class, arguments);
    }
}
