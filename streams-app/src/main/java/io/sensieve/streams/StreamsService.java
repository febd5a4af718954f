package io.sensieve.streams;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sensieve.model.Decoder;
import io.sensieve.service.CommonSettings;
import io.sensieve.service.HealthCheck;
import io.sensieve.service.HttpEndpoint;
import io.sensieve.service.Service;
import io.sensieve.service.SettingException;
import io.sensieve.service.Settings;
import io.sensieve.service.TopicCreator;
import io.sensieve.service.WireFormats;
import io.sensieve.streams.metrics.StreamsMeters;
import io.sensieve.streams.page.LivePage;
import io.sensieve.streams.prefetch.PrefetchPool;
import io.sensieve.topic.Topics;
import io.sensieve.topic.WireFormat;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the topology on Kafka Streams as a service, and serves its meters, live page and health over HTTP. */
public final class StreamsService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsService.class);
    /** Less than the ten seconds within which the process must end. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(7);
    /** Interval at which Kafka's meters of new tasks and partitions are registered, the lag among them. */
    private static final Duration METERS_INTERVAL = Duration.ofSeconds(10);

    private final Settings settings;
    private final ResourceStack resources;
    private final WireFormat format;
    private final Properties properties;
    private final KafkaStreams streams;
    private final HttpEndpoint http;
    private final FailurePolicy failures = new FailurePolicy(InstantSource.system());
    private final AtomicReference<@Nullable Throwable> lastFailure = new AtomicReference<>();
    private volatile State state = State.CREATED;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean closed = new AtomicBoolean();

    private StreamsService(Settings settings, PrometheusMeterRegistry registry, ResourceStack resources) {
        this.settings = settings;
        this.resources = resources;
        resources.add(registry::close);
        StreamsSettings own = StreamsSettings.of(settings);
        StreamsMeters meters = new StreamsMeters(registry, own.selection().layoutsMax());
        bindProcessMeters(registry);
        format = WireFormats.of(settings);
        resources.add(format::close);
        properties = StreamsProperties.of(settings);
        PrefetchPool prefetch = new PrefetchPool(own.reconstruction().threads()
                * KafkaStreamsSettings.of(settings).threads());
        resources.add(prefetch::close);
        if (own.reconstruction().isEnabled()) {
            StreamsProperties.addInterceptor(properties, prefetch.polled());
        }
        // Before Kafka Streams: it does not close its global consumer unless it was started.
        http = new HttpEndpoint(
                settings.getString(CommonSettings.HTTP_HOST),
                settings.getInt(CommonSettings.HTTP_PORT),
                registry::scrape,
                List.of(new HealthCheck("streams", this::dead)),
                List.of(new HealthCheck("streams", this::notRunning)));
        resources.add(http::close);
        LivePage.serve(http, meters.histories(), instance(http.uri()));
        streams = kafkaStreams(own, format, prefetch, meters, properties);
        resources.add(this::closeStreams);
        streams.setUncaughtExceptionHandler(this::onFailure);
        streams.setStateListener(this::onState);
        bindKafkaMeters(registry);
    }

    /**
     * Creates the service and begins to serve HTTP. If that fails, closes everything that was created.
     *
     * @throws SettingException if a setting cannot be used
     */
    public static StreamsService create(Settings settings) {
        return create(settings, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    /** @param registry registry of all meters, which the service closes */
    static StreamsService create(Settings settings, PrometheusMeterRegistry registry) {
        ResourceStack resources = new ResourceStack();
        try {
            return new StreamsService(settings, registry, resources);
        } catch (RuntimeException | Error e) {
            try (resources) {
                throw e;
            }
        }
    }

    /** Address that serves {@code /metrics}, {@code /health/live}, {@code /health/ready} and the {@link LivePage}. */
    public URI httpUri() {
        return http.uri();
    }

    @Override
    public void start() {
        try {
            TopicCreator.ensure(settings.kafka(), Topics.all(), settings.getBoolean(CommonSettings.TOPICS_CREATE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        format.registerSchemas(List.of(Topics.REDUCED, Topics.RECONSTRUCTIONS, Topics.DRIFT, Topics.RETRAIN_REQUESTS));
        GlobalStateDirectory.delete(properties);
        streams.start();
        LOG.atInfo()
                .addKeyValue("applicationId", properties.getProperty(StreamsConfig.APPLICATION_ID_CONFIG))
                .addKeyValue("http", httpUri())
                .addKeyValue("decoder", Decoder.kernelDescription())
                .log("streams service started");
    }

    @Override
    public void awaitEnd() throws Exception {
        ended.await();
        if (streams.state() != State.ERROR) {
            return;
        }
        Throwable cause = lastFailure.get();
        if (cause instanceof Exception exception) {
            throw exception;
        } else if (cause instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException("the stream threads have ended for an unknown reason", cause);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            resources.close();
        } finally {
            ended.countDown();
        }
    }

    private void closeStreams() {
        // Stream threads may wait for the schema registry.
        format.close();
        if (!streams.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP))) {
            LOG.atWarn().addKeyValue("timeout", CLOSE_TIMEOUT).log("stream threads did not end in time");
        }
    }

    private static KafkaStreams kafkaStreams(
            StreamsSettings own,
            WireFormat format,
            PrefetchPool prefetch,
            StreamsMeters meters,
            Properties properties) {
        try {
            return new KafkaStreams(SensieveTopology.build(own, format, prefetch, meters), properties);
        } catch (KafkaException e) {
            if (e instanceof ConfigException || e.getCause() instanceof ConfigException) {
                Throwable reason = e.getCause() == null ? e : e.getCause();
                throw new SettingException("A setting under kafka. cannot be used: " + reason.getMessage(), e);
            }
            throw e;
        }
    }

    /** Names this instance by its host, which container platforms set in {@code HOSTNAME}, and its port. */
    private static String instance(URI http) {
        String host = System.getenv().getOrDefault("HOSTNAME", http.getHost());
        return host + ":" + http.getPort();
    }

    private void bindProcessMeters(PrometheusMeterRegistry registry) {
        JvmGcMetrics garbageCollection = new JvmGcMetrics();
        resources.add(garbageCollection::close);
        garbageCollection.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    private void bindKafkaMeters(PrometheusMeterRegistry registry) {
        ScheduledExecutorService refresh = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "kafka-meters");
            thread.setDaemon(true);
            return thread;
        });
        resources.add(refresh::shutdownNow);
        KafkaStreamsMetrics meters = new KafkaStreamsMetrics(streams, List.of(), refresh, METERS_INTERVAL);
        resources.add(meters::close);
        meters.bindTo(registry);
    }

    private StreamThreadExceptionResponse onFailure(Throwable cause) {
        lastFailure.set(cause);
        return failures.onFailure(cause);
    }

    private void onState(State now, State before) {
        state = now;
        if (now == State.ERROR || now == State.NOT_RUNNING) {
            ended.countDown();
        }
    }

    private Optional<String> dead() {
        State now = state;
        return now == State.ERROR || now == State.PENDING_ERROR ? Optional.of(now.toString()) : Optional.empty();
    }

    private Optional<String> notRunning() {
        State now = state;
        return now == State.RUNNING ? Optional.empty() : Optional.of(now.toString());
    }
}
