package io.sensieve.standalone.security;

import io.sensieve.standalone.Sensieve;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A service as a process of its own that logs all it can. */
final class ServiceProcess {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ASKED_AT_MOST = 300;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private ServiceProcess() {}

    private static void untilReady(Process process, int port) throws InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                .build();
        for (int i = 0; i < ASKED_AT_MOST && process.isAlive(); i++) {
            try {
                if (client.send(request, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notListeningYet) {
                // Asked again below.
            }
            process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until it is ready, then ends it, or until it has ended by itself; the result is all that it printed. */
    static String run(String command, Path config, List<String> more) throws IOException, InterruptedException {
        int port = freePort();
        Path output = Files.createTempFile(config.getParent(), command, ".log");
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Sensieve.class.getName(),
                command,
                "--config",
                config.toString(),
                "-Dhttp.port=" + port));
        line.addAll(more);
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("SENSIEVE_LOG_LEVEL", "DEBUG");
        Process process = builder.start();
        try {
            untilReady(process, port);
            process.destroy();
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return Files.readString(output);
        } finally {
            process.destroyForcibly();
        }
    }
}
