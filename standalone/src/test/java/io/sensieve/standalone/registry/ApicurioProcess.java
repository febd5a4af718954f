package io.sensieve.standalone.registry;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** An Apicurio registry as a process of its own, on loopback, with its data in a folder, so that it can come back. */
final class ApicurioProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final Path archive;
    private final Path folder;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();
    private Process process;

    private ApicurioProcess(Path archive, Path folder) throws IOException {
        this.archive = archive;
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        process = launch();
    }

    /** Starts one; the test is skipped where the build did not fetch it. */
    static ApicurioProcess start(Path folder) throws IOException {
        Path home = Path.of(System.getProperty("sensieve.it.registry.home", "none"));
        Assumptions.assumeTrue(
                Files.isDirectory(home),
                () -> "no schema registry in " + home + ": mvnw verify from the root folder fetches it");
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(home, "*-runner.jar")) {
            return new ApicurioProcess(jars.iterator().next(), folder);
        }
    }

    /** Where it speaks as Confluent's does. */
    String url() {
        return base() + "/apis/ccompat/v7";
    }

    /** Where it speaks as itself. */
    String ownUrl() {
        return base() + "/apis/registry/v3";
    }

    private String base() {
        return "http://127.0.0.1:" + port;
    }

    void startAgain() throws IOException {
        process = launch();
    }

    private Process launch() throws IOException {
        Process launched = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + port,
                        "-Dapicurio.datasource.url=jdbc:h2:file:" + folder.resolve("registry"),
                        "-jar",
                        archive.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("registry.log").toFile()))
                .start();
        await().atMost(START)
                .failFast("the registry has ended", () -> !launched.isAlive())
                .until(this::isReady);
        return launched;
    }

    private boolean isReady() throws InterruptedException {
        try {
            return client.send(
                                    HttpRequest.newBuilder(URI.create(base() + "/health/ready"))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Stops the registry; its data stay in the folder. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
