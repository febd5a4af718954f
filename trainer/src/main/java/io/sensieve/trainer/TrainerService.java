package io.sensieve.trainer;

import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sensieve.service.CommonSettings;
import io.sensieve.service.HealthCheck;
import io.sensieve.service.HttpEndpoint;
import io.sensieve.service.Service;
import io.sensieve.service.Settings;
import io.sensieve.service.TopicCreator;
import io.sensieve.service.WireFormats;
import io.sensieve.topic.Topics;
import io.sensieve.topic.WireFormat;
import io.sensieve.trainer.election.ActiveTrainer;
import io.sensieve.trainer.election.ElectionLoop;
import io.sensieve.trainer.kafka.KafkaClients;
import io.sensieve.trainer.learn.training.Selector;
import io.sensieve.trainer.metrics.TrainerMeters;
import io.sensieve.trainer.settings.TrainerSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trainer: waits to be elected, keeps windows, trains, publishes. Any number of them may run; one is active, the
 * others stand by.
 */
public final class TrainerService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(TrainerService.class);
    /** Less than the ten seconds that a process is given to end. */
    private static final long CLOSE_SECONDS = 7;

    private static final Duration ADMIN_CLOSE = Duration.ofSeconds(1);

    private final Settings common;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final WireFormat format;
    private final KafkaClients clients;
    private final ElectionLoop loop;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable HttpEndpoint endpoint;
    private volatile @Nullable Exception failure;
    private volatile boolean settingUp;

    private TrainerService(Settings common, Selector selector, InstantSource clock) {
        this.common = common;
        TrainerSettings settings = TrainerSettings.of(common);
        this.format = WireFormats.of(common);
        this.clients = new KafkaClients(settings, registry);
        TrainerMeters meters = new TrainerMeters(registry);
        this.loop = new ElectionLoop(
                clients,
                election -> new ActiveTrainer(settings, clients, format, selector, clock, meters, election),
                meters,
                clock);
        this.thread = new Thread(this::run, "trainer");
        this.thread.setDaemon(true);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /**
     * A trainer that is not started.
     *
     * @throws io.sensieve.service.SettingException if settings do not go together
     */
    public static TrainerService create(Settings settings) {
        return create(settings, TrainerSettings.of(settings).method().selector(), Clock.systemUTC());
    }

    static TrainerService create(Settings settings, Selector selector, InstantSource clock) {
        return new TrainerService(settings, selector, clock);
    }

    /**
     * Where it serves metrics and health.
     *
     * @throws IllegalStateException if it has not been started
     */
    public URI httpUri() {
        HttpEndpoint serving = endpoint;
        if (serving == null) {
            throw new IllegalStateException("the trainer has not been started");
        }
        return serving.uri();
    }

    @Override
    public void start() {
        endpoint = new HttpEndpoint(
                common.getString(CommonSettings.HTTP_HOST),
                common.getInt(CommonSettings.HTTP_PORT),
                registry::scrape,
                List.of(new HealthCheck("loop", this::problem)),
                List.of(new HealthCheck("loop", this::problem), new HealthCheck("group", loop::outsider)));
        thread.start();
    }

    private Optional<String> problem() {
        Exception cause = failure;
        return cause == null ? loop.stall() : Optional.of(String.valueOf(cause.getMessage()));
    }

    private void run() {
        try {
            createTopics();
            format.prepare(List.of(Topics.SELECTIONS, Topics.MODELS, Topics.RETRAINS));
            LOG.atInfo()
                    .addKeyValue("http", httpUri())
                    .log("trainer started; one of its group is active, the others stand by");
            loop.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            failure = e;
        } finally {
            ended.countDown();
        }
    }

    private void createTopics() throws InterruptedException {
        settingUp = true;
        Admin admin = clients.admin();
        try {
            TopicCreator.ensure(admin, Topics.all(), common.getBoolean(CommonSettings.TOPICS_CREATE));
        } catch (KafkaException e) {
            throw TopicCreator.unreachable(common.kafka(), e);
        } finally {
            settingUp = false;
            admin.close(ADMIN_CLOSE);
        }
    }

    @Override
    public void awaitEnd() throws Exception {
        ended.await();
        Exception cause = failure;
        if (cause != null) {
            throw cause;
        }
    }

    @Override
    public void close() {
        format.close();
        loop.end();
        if (settingUp) {
            thread.interrupt();
        }
        try {
            if (thread.isAlive() && !ended.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.atWarn().addKeyValue("seconds", CLOSE_SECONDS).log("trainer has not ended in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        HttpEndpoint serving = endpoint;
        if (serving != null) {
            serving.close();
        }
        collections.close();
        registry.close();
    }
}
