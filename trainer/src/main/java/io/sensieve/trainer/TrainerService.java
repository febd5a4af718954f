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
 * Runs a trainer: joins the trainers' group and, while it is elected, fills windows, trains and publishes. Any number
 * of trainers may run; one is active, the others are standbys.
 */
public final class TrainerService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(TrainerService.class);
    /** Below the ten seconds after which a terminated process is killed. */
    private static final long CLOSE_SECONDS = 7;

    private static final Duration ADMIN_CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final Settings common;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gcMeters = new JvmGcMetrics();
    private final WireFormat format;
    private final KafkaClients clients;
    private final ElectionLoop loop;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable HttpEndpoint endpoint;
    private volatile @Nullable Throwable failure;
    private volatile boolean creatingTopics;

    private TrainerService(Settings common, Selector selector, InstantSource clock) {
        this.common = common;
        TrainerSettings settings = TrainerSettings.of(common);
        this.format = WireFormats.of(common);
        this.clients = new KafkaClients(settings.kafka(), registry);
        TrainerMeters meters = new TrainerMeters(registry, settings.window().layoutsMax());
        this.loop = new ElectionLoop(
                clients::groupMember,
                member -> new ActiveTrainer(settings, clients, format, selector, clock, meters, member),
                meters,
                clock);
        this.thread = new Thread(this::run, "trainer");
        this.thread.setDaemon(true);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        gcMeters.bindTo(registry);
    }

    /**
     * Creates a trainer that is not started.
     *
     * @throws io.sensieve.service.SettingException if two settings contradict each other
     */
    public static TrainerService create(Settings settings) {
        return create(settings, TrainerSettings.of(settings).learning().method().selector(), Clock.systemUTC());
    }

    static TrainerService create(Settings settings, Selector selector, InstantSource clock) {
        return new TrainerService(settings, selector, clock);
    }

    /**
     * Returns the address of the HTTP endpoint, which serves metrics and health.
     *
     * @throws IllegalStateException if the trainer has not been started
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
                List.of(new HealthCheck("loop", this::problem), new HealthCheck("group", loop::membershipProblem)));
        thread.start();
    }

    private Optional<String> problem() {
        Throwable cause = failure;
        return cause == null ? loop.stallProblem() : Optional.of(String.valueOf(cause.getMessage()));
    }

    private void run() {
        try {
            createTopics();
            format.registerSchemas(List.of(Topics.SELECTIONS, Topics.MODELS, Topics.RETRAINS));
            LOG.atInfo()
                    .addKeyValue("http", httpUri())
                    .log("trainer started; one member of its group is active, the others are standbys");
            loop.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception | Error e) {
            failure = e;
        } finally {
            ended.countDown();
        }
    }

    private void createTopics() throws InterruptedException {
        creatingTopics = true;
        Admin admin = clients.admin();
        try {
            TopicCreator.ensure(admin, Topics.all(), common.getBoolean(CommonSettings.TOPICS_CREATE));
        } catch (KafkaException e) {
            throw TopicCreator.unreachable(common.kafka(), e);
        } finally {
            creatingTopics = false;
            admin.close(ADMIN_CLOSE_TIMEOUT);
        }
    }

    @Override
    public void awaitEnd() throws Exception {
        ended.await();
        Throwable cause = failure;
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof Exception exception) {
            throw exception;
        }
    }

    @Override
    public void close() {
        format.close();
        loop.stop();
        if (creatingTopics) {
            thread.interrupt();
        }
        try {
            if (thread.isAlive() && !ended.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.atWarn().addKeyValue("seconds", CLOSE_SECONDS).log("trainer did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        HttpEndpoint serving = endpoint;
        if (serving != null) {
            serving.close();
        }
        gcMeters.close();
        registry.close();
    }
}
