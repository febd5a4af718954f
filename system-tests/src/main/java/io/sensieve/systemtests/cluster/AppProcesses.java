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

/** Instances of the streams app, each the real process with a state folder and a port of its own. */
public final class AppProcesses {
    /** Application id, which is the consumer group. */
    public static final String GROUP = "torture";

    private static final int HEAP_MIB = 192;
    private static final int OK = 200;
    private static final int NEW_FOLDER_EVERY = 4;
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration END = Duration.ofSeconds(40);

    private final JavaProcesses processes;
    private final Path folder;
    private final Map<String, String> settings;
    private final List<Instance> instances = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER).build();

    /** One of them, through all its lives. */
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
     * Starts them.
     *
     * @param settings of the app, for all of them; {@code %d} in a value is the instance's number
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

    /** Those whose process runs. */
    public List<Integer> alive() {
        return IntStream.range(0, count())
                .filter(number -> instances.get(number).process.isAlive())
                .boxed()
                .toList();
    }

    /** Kills one at once. */
    public void kill(int number) throws InterruptedException {
        Instance instance = instances.get(number);
        instance.kills++;
        instance.process.destroyForcibly().waitFor();
    }

    /** Ends one by SIGTERM and waits for it. */
    public void end(int number) throws InterruptedException {
        Process process = instances.get(number).process;
        process.destroy();
        if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("instance " + number + " did not end within " + END.toSeconds() + " s");
        }
    }

    /** Starts one again; after each fourth kill without the state that it had. */
    public void restart(int number) {
        Instance instance = instances.get(number);
        instance.process = process(number, instance.port, instance.kills / NEW_FOLDER_EVERY);
    }

    /** Whether one says that it is running. */
    public boolean isReady(int number) throws InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + instances.get(number).port + "/health/ready");
        try {
            return http.send(
                                    HttpRequest.newBuilder(uri).timeout(ANSWER).build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == OK;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether all say so. */
    public boolean areReady() throws InterruptedException {
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
