package io.sensieve.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sensieve.codec.RegistryUnavailableException;
import io.sensieve.codec.SchemaRegistry;
import io.sensieve.collection.BoundedMap;
import io.sensieve.registry.RegistryHttp.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accesses a schema registry through the HTTP interface of Confluent, which Apicurio, Redpanda and Karapace support
 * too. Retries requests without an answer for {@code schema.registry.wait.ms}. Asks for an unknown id again after
 * {@link #UNKNOWN_TTL}. Thread-safe.
 */
public final class RegistryClient implements SchemaRegistry, AutoCloseable {
    static final Duration UNKNOWN_TTL = Duration.ofSeconds(10);

    private static final int UNKNOWN_MAX = 1_000;
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger(RegistryClient.class);

    private final RegistrySettings settings;
    private final RegistryHttp http;
    private final CountDownLatch closed = new CountDownLatch(1);
    /** {@link System#nanoTime} at which the registry reported an id as unknown. */
    private final Map<Integer, Long> unknown = BoundedMap.firstInFirstOut(UNKNOWN_MAX);

    /**
     * Creates a client without sending a request.
     *
     * @throws ConfigException if the TLS settings are invalid
     */
    public RegistryClient(RegistrySettings settings) {
        this.settings = settings;
        this.http = new RegistryHttp(settings);
    }

    /**
     * {@inheritDoc}
     *
     * @throws ConfigException if the registry refuses the schema, so that a retry is useless
     */
    @Override
    public int id(String subject, Schema schema) {
        String path = "/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8)
                + (settings.register() ? "/versions" : "");
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
        Answer answer = retry(() -> http.post(path, body));
        if (answer.isOk() && answer.body().path("id").isInt()) {
            return answer.body().get("id").asInt();
        }
        String what = schema.getFullName() + " under the subject " + subject;
        if (answer.isUnknown() && !settings.register()) {
            throw new ConfigException("The schema registry does not know " + what + " and " + RegistrySettings.REGISTER
                    + " = false: register it, or set " + RegistrySettings.REGISTER + " = true");
        }
        throw new ConfigException("The schema registry at " + RegistrySettings.URL + " = " + settings.url()
                + " refuses " + what + " (" + answer.error() + "); " + remedy(answer.status()));
    }

    private static String remedy(int status) {
        return switch (status) {
            case 401, 403 -> "see " + RegistrySettings.USER_INFO + " and " + RegistrySettings.TOKEN;
            case 404, 405 ->
                "the URL must be that of its Confluent-compatible interface, Apicurio's ends in" + " /apis/ccompat/v7";
            case 409 -> "the subject's compatibility does not allow it; BACKWARD does";
            default -> "see its log";
        };
    }

    @Override
    public Optional<Schema> schema(int id) {
        if (isUnknown(id)) {
            return Optional.empty();
        }
        Answer answer = retry(() -> {
            Answer given = http.get("/schemas/ids/" + id);
            if (given.isOk() || given.isUnknown()) {
                return given;
            }
            throw http.unavailable(given.error() + "; " + remedy(given.status()), Optional.empty());
        });
        Optional<Schema> schema =
                answer.isOk() ? avro(answer.body().path("schema").asText()) : Optional.empty();
        if (schema.isEmpty()) {
            synchronized (unknown) {
                unknown.put(id, System.nanoTime());
            }
        }
        return schema;
    }

    private boolean isUnknown(int id) {
        synchronized (unknown) {
            Long since = unknown.get(id);
            if (since != null && System.nanoTime() - since > UNKNOWN_TTL.toNanos()) {
                unknown.remove(id);
                return false;
            }
            return since != null;
        }
    }

    /** Empty for schemas of other kinds, which a registry may hold too. */
    private static Optional<Schema> avro(String text) {
        try {
            return Optional.ofNullable(new SchemaParser().parse(text).mainSchema());
        } catch (AvroRuntimeException e) {
            return Optional.empty();
        }
    }

    private Answer retry(Supplier<Answer> request) {
        long end = System.nanoTime() + settings.retryTimeout().toNanos();
        long pause = FIRST_PAUSE_MS;
        while (true) {
            try {
                return request.get();
            } catch (RegistryUnavailableException e) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0 || isClosedWithin(Math.min(pause, left))) {
                    throw e;
                }
                if (pause == FIRST_PAUSE_MS) {
                    LOG.atWarn()
                            .addKeyValue("url", settings.url())
                            .addKeyValue("reason", e.getMessage())
                            .log("schema registry does not answer; retrying");
                }
                pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
            }
        }
    }

    private boolean isClosedWithin(long millis) {
        try {
            return closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Stops all retries: from now on, a request fails if the registry does not answer at once. */
    @Override
    public void close() {
        closed.countDown();
    }
}
