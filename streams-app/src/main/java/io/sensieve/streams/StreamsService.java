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

/** The streams app as a service: the topology on Kafka Streams, with its meters and health on HTTP. */
public final class StreamsService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsService.class);
    /** Less than the ten seconds that a process is given to end. */
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(7);
    /** How soon Kafka's meters of a task or partition that is new here are shown, the lag among them. */
    private static final Duration METERS_EVERY = Duration.ofSeconds(10);

    private final Settings settings;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final WireFormat format;
    private final Properties properties;
    private final PrefetchPool ahead;
    private final KafkaStreams streams;
    private final ScheduledExecutorService refreshing = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "kafka-meters");
        thread.setDaemon(true);
        return thread;
    });
    private final KafkaStreamsMetrics clientMeters;
    private final HttpEndpoint http;
    private final FailurePolicy failures = new FailurePolicy(InstantSource.system());
    private final AtomicReference<@Nullable Throwable> lastFailure = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean closed = new AtomicBoolean();

    private StreamsService(Settings settings) {
        this.settings = settings;
        StreamsSettings own = StreamsSettings.of(settings);
        StreamsMeters meters = new StreamsMeters(registry, own.selection().layoutsMax());
        format = WireFormats.of(settings);
        properties = StreamsProperties.of(settings);
        ahead = new PrefetchPool(own.reconstruction().threads()
                * KafkaStreamsSettings.of(settings).threads());
        if (own.reconstruction().isEnabled()) {
            StreamsProperties.show(properties, ahead.polled());
        }
        streams = kafkaStreams(own, format, ahead, meters, properties);
        streams.setUncaughtExceptionHandler(this::onFailure);
        streams.setStateListener(this::onState);
        bindProcessMeters();
        clientMeters = new KafkaStreamsMetrics(streams, List.of(), refreshing, METERS_EVERY);
        clientMeters.bindTo(registry);
        try {
            http = new HttpEndpoint(
                    settings.getString(CommonSettings.HTTP_HOST),
                    settings.getInt(CommonSettings.HTTP_PORT),
                    registry::scrape,
                    List.of(new HealthCheck("streams", this::dead)),
                    List.of(new HealthCheck("streams", this::notRunning)));
            http.serve("/drift", meters::latestReports);
        } catch (SettingException e) {
            clientMeters.close();
            refreshing.shutdownNow();
            streams.close(CLOSE_WITHIN);
            throw e;
        }
    }

    /**
     * Makes it, and begins to serve HTTP.
     *
     * @throws SettingException if a setting cannot be used
     */
    public static StreamsService create(Settings settings) {
        return new StreamsService(settings);
    }

    /** Where it serves {@code /metrics}, {@code /drift}, {@code /health/live} and {@code /health/ready}. */
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
        format.prepare(List.of(Topics.REDUCED, Topics.RECONSTRUCTIONS, Topics.DRIFT, Topics.RETRAIN_REQUESTS));
        GlobalStateDirectory.delete(properties);
        streams.start();
        LOG.atInfo()
                .addKeyValue("applicationId", properties.getProperty(StreamsConfig.APPLICATION_ID_CONFIG))
                .addKeyValue("http", httpUri())
                .addKeyValue("rebuildsBy", Decoder.means())
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
        throw new IllegalStateException("the stream threads have ended", cause);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        format.close();
        clientMeters.close();
        refreshing.shutdownNow();
        if (!streams.close(CloseOptions.timeout(CLOSE_WITHIN)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP))) {
            LOG.atWarn().addKeyValue("waited", CLOSE_WITHIN).log("stream threads did not end in time");
        }
        ahead.close();
        http.close();
        garbage.close();
        registry.close();
        ended.countDown();
    }

    private static KafkaStreams kafkaStreams(
            StreamsSettings own, WireFormat format, PrefetchPool ahead, StreamsMeters meters, Properties properties) {
        try {
            return new KafkaStreams(SensieveTopology.build(own, format, ahead, meters), properties);
        } catch (KafkaException e) {
            if (e instanceof ConfigException || e.getCause() instanceof ConfigException) {
                Throwable reason = e.getCause() == null ? e : e.getCause();
                throw new SettingException("A setting under kafka. cannot be used: " + reason.getMessage(), e);
            }
            throw e;
        }
    }

    private void bindProcessMeters() {
        garbage.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    private StreamThreadExceptionResponse onFailure(Throwable cause) {
        lastFailure.set(cause);
        return failures.onFailure(cause);
    }

    private void onState(State now, State before) {
        if (now == State.ERROR || now == State.NOT_RUNNING) {
            ended.countDown();
        }
    }

    private Optional<String> dead() {
        State state = streams.state();
        return state == State.ERROR || state == State.PENDING_ERROR ? Optional.of(state.toString()) : Optional.empty();
    }

    private Optional<String> notRunning() {
        State state = streams.state();
        return state == State.RUNNING ? Optional.empty() : Optional.of(state.toString());
    }
}
