package io.sensieve.service;

import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link Service} as a process: parses the command line, checks the settings, starts the service and waits until
 * it ends. SIGTERM and SIGINT close the service. Any failure, an {@link Error} too, gives an exit code other than 0.
 *
 * @param name subcommand of {@code sensieve}
 * @param definition definition of the settings
 * @param create creates the service from its settings
 */
public record ServiceRunner(String name, ConfigDef definition, Function<Settings, Service> create) {
    /** Exit code of a service that was asked to end. */
    public static final int OK = 0;

    /** Exit code of a service that failed. */
    public static final int FAILED = 1;

    /** Exit code when the command line or a setting is wrong. */
    public static final int USAGE = 2;

    /** Docker sends SIGKILL 10 s after SIGTERM. */
    private static final long END_MS = 9_000;

    private static final Logger LOG = LoggerFactory.getLogger(ServiceRunner.class);

    /**
     * Runs until the service ends.
     *
     * @return the exit code of the process
     */
    public int run(String[] arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        Service service;
        try {
            CommandLineOptions options = CommandLineOptions.parse(arguments);
            if (options.isHelp()) {
                printHelp(out);
                return OK;
            }
            Logging.check(environment);
            Settings settings = Settings.load(definition, options.file(), environment, options.overrides());
            LOG.atInfo()
                    .addKeyValue("service", name)
                    .addKeyValue("version", Version.current())
                    .addKeyValue("java", System.getProperty("java.version"))
                    .addKeyValue("changed", StartupLog.changed(definition, settings))
                    .log("service starts");
            service = create.apply(settings);
        } catch (SettingException | ConfigException e) {
            err.println("sensieve " + name + ": " + e.getMessage());
            return USAGE;
        } catch (RuntimeException | Error e) {
            LOG.atError().setCause(e).addKeyValue("service", name).log("service cannot start");
            err.println("sensieve " + name + ": cannot start: " + FailureMessages.describe(e));
            return FAILED;
        }
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(() -> shutDown(service, ended), name + "-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return serve(service, err);
        } finally {
            ended.countDown();
            removeHook(hook);
        }
    }

    private int serve(Service service, PrintStream err) {
        try (service) {
            service.start();
            service.awaitEnd();
            return OK;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        } catch (SettingException | ConfigException e) {
            err.println("sensieve " + name + ": " + e.getMessage());
            return USAGE;
        } catch (Exception | Error e) {
            // When brokers do not answer, the stack trace helps nobody.
            if (!FailureMessages.isTimeout(e)) {
                LOG.atError().setCause(e).addKeyValue("service", name).log("service failed");
            }
            err.println("sensieve " + name + ": failed: " + FailureMessages.describe(e));
            return FAILED;
        }
    }

    /** Waits until {@link #run} has ended, because the JVM halts as soon as its shutdown hooks have run. */
    private static void shutDown(Service service, CountDownLatch ended) {
        long begun = System.nanoTime();
        try {
            service.close();
        } catch (RuntimeException | Error e) {
            LOG.atError().setCause(e).log("service cannot be closed");
        }
        try {
            long left = END_MS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            if (!ended.await(left, TimeUnit.MILLISECONDS)) {
                LOG.atWarn().addKeyValue("withinMs", END_MS).log("service was closed but has not ended");
            } else {
                LOG.atInfo().log("service ended");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.atDebug().log("JVM is shutting down already");
        }
    }

    private void printHelp(PrintStream out) {
        out.println("Usage: sensieve " + name + " [--config FILE] [-D key=value]...");
        out.println();
        out.println(
                "Settings come from FILE (Java properties), then from variables (SENSIEVE_HTTP_PORT is http.port),");
        out.println("then from -D. kafka.bootstrap.servers is required; kafka.* is passed to the Kafka clients.");
        out.println(
                "A value may be read from a file or a variable: ${PROVIDER:PATH:KEY}, with config.providers as in Kafka.");
        out.println();
        definition.configKeys().values().stream()
                .sorted((a, b) -> a.name.compareTo(b.name))
                .forEach(key -> {
                    String fallback = key.hasDefault() ? "default '" + key.defaultValue + "'" : "required";
                    String allowed = key.validator == null ? "" : ", " + key.validator;
                    out.println("  " + key.name + "  (" + fallback + allowed + ")");
                    out.println("      " + key.documentation);
                });
    }
}
