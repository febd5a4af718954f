package io.sensieve.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Asks a service's health endpoint once: the health check of images that have no HTTP client. Its one argument is the
 * address, for example {@code http://127.0.0.1:8080/health/ready}; it prints the answer.
 */
public final class HealthProbe {
    private static final int PATIENCE_MS = 4_000;

    private HealthProbe() {}

    /** Ends with 0 where the answer is 200, with 1 where it is another or none, with 2 where the address is none. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out));
    }

    static int run(String[] arguments, PrintStream out) {
        if (arguments.length != 1) {
            out.println("Usage: HealthProbe http://HOST:PORT/health/ready");
            return ServiceRunner.USAGE;
        }
        try {
            return ask(arguments[0], out);
        } catch (IllegalArgumentException | ClassCastException e) {
            out.println("Invalid address " + arguments[0] + ": must be like http://127.0.0.1:8080/health/ready");
            return ServiceRunner.USAGE;
        } catch (IOException e) {
            out.println(arguments[0] + " does not answer: " + e);
            return ServiceRunner.FAILED;
        }
    }

    private static int ask(String address, PrintStream out) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(address).toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MS);
        connection.setReadTimeout(PATIENCE_MS);
        try {
            int status = connection.getResponseCode();
            InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
            out.println(body == null ? "status " + status : new String(body.readAllBytes(), StandardCharsets.UTF_8));
            return status == 200 ? ServiceRunner.OK : ServiceRunner.FAILED;
        } finally {
            connection.disconnect();
        }
    }
}
