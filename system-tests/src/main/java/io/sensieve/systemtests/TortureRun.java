package io.sensieve.systemtests;

import io.sensieve.standalone.client.DeviceProducer;
import io.sensieve.systemtests.check.DeviceAccount;
import io.sensieve.systemtests.check.OutputLedger;
import io.sensieve.systemtests.check.OutputReader;
import io.sensieve.systemtests.check.PartitionProgress;
import io.sensieve.systemtests.check.PublishedVersions;
import io.sensieve.systemtests.cluster.AppProcesses;
import io.sensieve.systemtests.cluster.BrokerProcesses;
import io.sensieve.systemtests.cluster.JavaProcesses;
import io.sensieve.systemtests.cluster.Waiting;
import io.sensieve.systemtests.load.Devices;
import io.sensieve.systemtests.load.NumberedRecords;
import io.sensieve.systemtests.load.NumberedSelection;
import io.sensieve.systemtests.load.PoisonPill;
import io.sensieve.systemtests.load.PoisonPillLedger;
import io.sensieve.systemtests.load.VersionPublisher;
import io.sensieve.systemtests.load.VersionPublisher.Fate;
import io.sensieve.topic.Topics;
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

/**
 * Runs brokers, instances of the app, devices and a trainer, does something to them while records flow, and settles the
 * accounts when everything has come out.
 */
final class TortureRun {
    private static final Duration START = Duration.ofMinutes(2);
    /** When nothing has come out for so long, nothing will. */
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private static final String GRACE_MS = "1000";
    private static final String PENDING_MS = "10000";

    private final Setup setup;
    private final Disruption disruption;
    private final EventLog events;
    private final OutputLedger ledger = new OutputLedger();
    private final PoisonPillLedger poison = new PoisonPillLedger();

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

    TortureRun(Setup setup, Disruption disruption, PrintWriter progress) {
        this.setup = setup;
        this.disruption = disruption;
        this.events = new EventLog(progress);
    }

    /** Runs it to its end. */
    TortureReport run() throws InterruptedException {
        try (JavaProcesses processes = new JavaProcesses(setup.folder());
                BrokerProcesses brokers = new BrokerProcesses(processes, setup.folder())) {
            declareLayouts(brokers.clientSettings());
            AppProcesses apps = new AppProcesses(processes, setup.folder(), setup.instances(), appSettings(brokers));
            return run(brokers, apps);
        }
    }

    private TortureReport run(BrokerProcesses brokers, AppProcesses apps) throws InterruptedException {
        Map<String, Object> client = brokers.clientSettings();
        PartitionProgress flow = new PartitionProgress(Topics.REDUCED.partitions());
        try (OutputReader reader = new OutputReader(client, ledger, poison, flow);
                Devices devices = new Devices(client, setup.devices(), poison);
                VersionPublisher trainer = new VersionPublisher(
                        client, setup.publishEvery(), setup.devices().seed())) {
            reader.start();
            Waiting.await("the instances", apps::areReady, START);
            devices.start();
            // Until the first version records wait.
            Waiting.await("the app's first commit", () -> brokers.isReadBy(AppProcesses.GROUP), START);
            trainer.start();
            events.note("records flow");
            List<Check> checks = new ArrayList<>(
                    disruption.run(new RunningSystem(brokers, apps, devices, trainer, reader, flow, events)));
            devices.finish();
            events.note("the devices have ended at record " + Formats.count(devices.sent()));
            awaitOutputs(devices, reader, trainer);
            trainer.finish();
            for (int number : apps.alive()) {
                apps.end(number);
            }
            reader.finish();
            events.note("all outputs are read");
            checks.addAll(recordChecks(devices.sentByDevice()));
            checks.addAll(poisonChecks());
            checks.addAll(versionChecks(trainer.fates(), new PublishedVersions(client)));
            return new TortureReport(
                    disruption.title(), setup, checks, poison.kinds(), flow.longestEver(), events.events());
        }
    }

    private Map<String, String> appSettings(BrokerProcesses brokers) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "kafka.bootstrap.servers",
                brokers.bootstrapServers(),
                "layouts.undeclared",
                "dead-letter",
                "layouts.grace.ms",
                GRACE_MS,
                "pending.max.ms",
                PENDING_MS));
        settings.putAll(disruption.appSettings());
        settings.putAll(setup.appSettings());
        return settings;
    }

    private static void declareLayouts(Map<String, Object> clientSettings) {
        List<String> channels = IntStream.range(0, NumberedRecords.D)
                .mapToObj(NumberedSelection::name)
                .toList();
        try (DeviceProducer producer = new DeviceProducer(clientSettings)) {
            producer.declare(NumberedRecords.LAYOUT, channels);
            producer.declare(PoisonPill.UNSELECTED_LAYOUT, channels);
            producer.flush();
        }
    }

    /** Waits until all have come out, or nothing more does. */
    private void awaitOutputs(Devices devices, OutputReader reader, VersionPublisher trainer)
            throws InterruptedException {
        long sent = devices.sent();
        long before = -1;
        long since = System.nanoTime();
        while (ledger.done() < sent || poison.result().missing() > 0) {
            reader.throwFailure();
            trainer.throwFailure();
            long now = ledger.done() + poison.result().returned();
            if (now != before) {
                before = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > SILENCE.toNanos()) {
                events.note("nothing has come out for " + Formats.seconds(SILENCE));
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private List<Check> recordChecks(int[] sent) {
        OutputLedger.Result result = ledger.result(sent);
        DeviceAccount.Result accounts = result.accounts();
        return List.of(
                Check.exactly("reduced records", result.reduced(), result.sent()),
                Check.none("missing", accounts.missing()),
                Check.none("duplicated", accounts.duplicated()),
                Check.none("of them made by two versions", accounts.byTwoVersions()),
                Check.none("out of the order of their device", accounts.outOfOrder()),
                Check.none("of an older version than the one before", accounts.versionWentBack()),
                Check.none("not what their version makes of the record", result.wrongReduced()),
                Check.exactly("reconstructions", result.reconstructed(), result.sent()),
                Check.none("reduced records without one of the same version", accounts.notReconstructed()),
                Check.none("reconstructions duplicated", accounts.reconstructionsDuplicated()),
                Check.none(
                        "reconstructions that are not what their version makes of the record",
                        result.wrongReconstructions()));
    }

    private List<Check> poisonChecks() {
        PoisonPillLedger.Result result = poison.result();
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
