package sensieve.benchmarks.torture;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import sensieve.benchmarks.torture.RestlessTrainer.Fate;
import sensieve.standalone.client.DeviceProducer;
import sensieve.topic.Topics;

/**
 * Runs brokers, instances of the app, devices and a trainer, does something to them while records flow, and settles the
 * accounts when everything has come out.
 */
final class Torture {
    private static final Duration START = Duration.ofMinutes(2);
    /** When nothing has come out for so long, nothing will. */
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private static final String GRACE_MS = "1000";
    private static final String PENDING_MS = "10000";

    private final Setup setup;
    private final Plan plan;
    private final Chronicle chronicle;
    private final Ledger ledger = new Ledger();
    private final PoisonBook poison = new PoisonBook();

    /**
     * What runs.
     *
     * @param folder for everything that the processes write
     * @param instances of the app
     * @param publishEvery mean time between two versions
     * @param appSettings of the app, over all others
     */
    record Setup(
            Path folder,
            int instances,
            Devices.Setup devices,
            Duration publishEvery,
            Map<String, String> appSettings) {}

    Torture(Setup setup, Plan plan, PrintWriter progress) {
        this.setup = setup;
        this.plan = plan;
        this.chronicle = new Chronicle(progress);
    }

    /** Runs it to its end. */
    TortureReport run() throws InterruptedException {
        try (JavaProcesses processes = new JavaProcesses(setup.folder());
                Brokers brokers = new Brokers(processes, setup.folder())) {
            declareLayouts(brokers.clientSettings());
            Apps apps = new Apps(processes, setup.folder(), setup.instances(), appSettings(brokers));
            return run(brokers, apps);
        }
    }

    private TortureReport run(Brokers brokers, Apps apps) throws InterruptedException {
        Map<String, Object> client = brokers.clientSettings();
        Flow flow = new Flow(Topics.REDUCED.partitions());
        try (OutputReader reader = new OutputReader(client, ledger, poison, flow);
                Devices devices = new Devices(client, setup.devices(), poison);
                RestlessTrainer trainer = new RestlessTrainer(
                        client, setup.publishEvery(), setup.devices().seed())) {
            reader.start();
            Patience.await("the instances", apps::areReady, START);
            devices.start();
            // Until the first version records wait.
            Patience.await("the app's first commit", () -> brokers.isReadBy(Apps.GROUP), START);
            trainer.start();
            chronicle.note("records flow");
            List<Check> checks = new ArrayList<>(plan.run(new Stage(brokers, apps, devices, reader, flow, chronicle)));
            devices.finish();
            chronicle.note("the devices have ended at record " + Figures.count(devices.sent()));
            awaitOutputs(devices, reader);
            trainer.finish();
            for (int number : apps.alive()) {
                apps.end(number);
            }
            reader.finish();
            chronicle.note("all outputs are read");
            checks.addAll(recordChecks(devices.sentByDevice()));
            checks.addAll(poisonChecks());
            checks.addAll(versionChecks(trainer.fates(), new PublishedVersions(client)));
            return new TortureReport(
                    plan.title(), setup, checks, poison.kinds(), flow.longestEver(), chronicle.events());
        }
    }

    private Map<String, String> appSettings(Brokers brokers) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "kafka.bootstrap.servers",
                brokers.bootstrapServers(),
                "layouts.undeclared",
                "dead-letter",
                "layouts.grace.ms",
                GRACE_MS,
                "pending.max.ms",
                PENDING_MS));
        settings.putAll(plan.appSettings());
        settings.putAll(setup.appSettings());
        return settings;
    }

    private static void declareLayouts(Map<String, Object> clientSettings) {
        List<String> channels = IntStream.range(0, NumberedWorld.D)
                .mapToObj(NumberedSelection::name)
                .toList();
        try (DeviceProducer producer = new DeviceProducer(clientSettings)) {
            producer.declare(NumberedWorld.LAYOUT, channels);
            producer.declare(Poison.UNSELECTED_LAYOUT, channels);
            producer.flush();
        }
    }

    /** Waits until all have come out, or nothing more does. */
    private void awaitOutputs(Devices devices, OutputReader reader) throws InterruptedException {
        long sent = devices.sent();
        long before = -1;
        long since = System.nanoTime();
        while (ledger.done() < sent || poison.result().missing() > 0) {
            reader.check();
            long now = ledger.done() + poison.result().returned();
            if (now != before) {
                before = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > SILENCE.toNanos()) {
                chronicle.note("nothing has come out for " + Figures.seconds(SILENCE));
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private List<Check> recordChecks(int[] sent) {
        Ledger.Result result = ledger.result(sent);
        DeviceAccount.Result accounts = result.accounts();
        return List.of(
                Check.exactly("reduced records", result.reduced(), result.sent()),
                Check.none("missing", accounts.missing()),
                Check.none("duplicated", accounts.duplicated()),
                Check.none("of them made by two versions", accounts.byTwoVersions()),
                Check.none("out of the order of their device", accounts.outOfOrder()),
                Check.none("of an older version than the one before", accounts.versionWentBack()),
                Check.none("not what their version makes of the record", result.reducedWrong()),
                Check.exactly("reconstructions", result.rebuilt(), result.sent()),
                Check.none("reduced records without one of the same version", accounts.notRebuilt()),
                Check.none("reconstructions duplicated", accounts.rebuiltAgain()),
                Check.none(
                        "reconstructions that are not what their version makes of the record", result.rebuiltWrong()));
    }

    private List<Check> poisonChecks() {
        PoisonBook.Result result = poison.result();
        return List.of(
                Check.exactly("dead letters", result.returned(), result.injected()),
                Check.none("poison that is missing", result.missing()),
                Check.none("dead letters with another key, value or reason", result.changed()),
                Check.none("dead letters duplicated", result.duplicated()),
                Check.none("dead letters of records that can be used", result.unexpected()));
    }

    private List<Check> versionChecks(Map<Fate, Integer> fates, PublishedVersions published) {
        Set<Integer> used = ledger.versions();
        return List.of(
                Check.atLeast("versions published", published.count(), 2),
                Check.atLeast("versions aborted", fates.getOrDefault(Fate.ABORTED, 0), 1),
                Check.atLeast("versions left half done", fates.getOrDefault(Fate.LEFT_HALF_DONE, 0), 1),
                Check.atLeast("versions used", used.size(), 2),
                Check.none(
                        "used and not published whole",
                        used.stream()
                                .filter(version -> !published.isWhole(version))
                                .count()));
    }
}
