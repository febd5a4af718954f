package io.sensieve.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Sends one request to the health endpoint of a service, as the health check of container images without an HTTP
 * client. The argument is the URL, for example {@code http://127.0.0.1:8080/health/ready}. Prints the response.
 */
public final class HealthProbe {
    private static final int TIMEOUT_MS = 4_000;

    private HealthProbe() {}

    /** Exits with 0 if the status is 200, with 1 for another status or no response, with 2 for an invalid URL. */
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
        connection.setConnectTimeout(TIMEOUT_MS);
        connection.setReadTimeout(TIMEOUT_MS);
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
