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
 * Runs a {@link Service} as a process: command line, settings, start, wait, end. SIGTERM and SIGINT close it in order.
 *
 * @param name what the user calls the process
 * @param definition its settings
 * @param create makes it from them
 */
public record ServiceRunner(String name, ConfigDef definition, Function<Settings, Service> create) {
    /** It ended because it was asked to. */
    public static final int OK = 0;

    /** It failed. */
    public static final int FAILED = 1;

    /** The command line or a setting is wrong. */
    public static final int USAGE = 2;

    /** Whoever terminates a process gives it ten seconds. */
    private static final long END_MS = 9_000;

    private static final Logger LOG = LoggerFactory.getLogger(ServiceRunner.class);

    /** Runs until the service ends; the result is the process's exit code. */
    public int run(String[] arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        Service service;
        try {
            Arguments parsed = Arguments.parse(arguments);
            if (parsed.help()) {
                printHelp(out);
                return OK;
            }
            Logging.check(environment);
            Settings settings = Settings.load(definition, parsed.file(), environment, parsed.overrides());
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
        } catch (RuntimeException e) {
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
        } catch (Exception e) {
            // Where brokers do not answer, where in the code that was noticed tells nobody anything.
            if (!FailureMessages.isTimeout(e)) {
                LOG.atError().setCause(e).addKeyValue("service", name).log("service failed");
            }
            err.println("sensieve " + name + ": failed: " + FailureMessages.describe(e));
            return FAILED;
        }
    }

    /** The JVM halts when its hooks have run, so this one also waits for a close that was under way before it. */
    private static void shutDown(Service service, CountDownLatch ended) {
        long begun = System.nanoTime();
        service.close();
        try {
            long left = END_MS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            if (!ended.await(left, TimeUnit.MILLISECONDS)) {
                LOG.atWarn().addKeyValue("withinMs", END_MS).log("service was closed and has not ended");
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
            LOG.atDebug().log("ended by a shutdown");
        }
    }

    private void printHelp(PrintStream out) {
        out.println("Usage: sensieve " + name + " [--config FILE] [-D key=value]...");
        out.println();
        out.println(
                "Settings come from FILE (Java properties), then from variables (SENSIEVE_HTTP_PORT is http.port),");
        out.println("then from -D. kafka.bootstrap.servers is required; kafka.* is passed to the Kafka clients.");
        out.println(
                "A value may stand in a file or a variable: ${PROVIDER:PATH:KEY}, with config.providers as for Kafka.");
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
