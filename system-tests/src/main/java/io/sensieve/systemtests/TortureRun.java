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
import io.sensieve.systemtests.load.VersionPublisher.Outcome;
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
 * Runs brokers, instances of the app, devices and a trainer, disturbs them while records flow, and checks all outputs
 * at the end.
 */
final class TortureRun {
    private static final Duration START = Duration.ofMinutes(2);
    /** Time without outputs after which no more are expected. */
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private static final String GRACE_MS = "1000";
    private static final String BUFFER_MS = "10000";

    private final Setup setup;
    private final Disruption disruption;
    private final EventLog events;
    private final OutputLedger ledger = new OutputLedger();
    private final PoisonPillLedger poison = new PoisonPillLedger();

    /**
     * Configures a run.
     *
     * @param folder folder for the logs and data of all processes
     * @param instances number of instances of the app
     * @param devices configuration of the devices
     * @param publishEvery mean time between two versions
     * @param appSettings settings of the app, which replace all others
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

    /** Performs the run. */
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
            Waiting.await("the instances", apps::areAllReady, START);
            devices.start();
            // The app buffers records until the first version.
            Waiting.await("the app's first commit", () -> brokers.hasCommitted(AppProcesses.GROUP), START);
            trainer.start();
            events.add("records flow");
            List<Check> checks = new ArrayList<>(
                    disruption.run(new RunningSystem(brokers, apps, devices, trainer, reader, flow, events)));
            devices.finish();
            events.add("devices stopped at record " + Formats.count(devices.sent()));
            awaitOutputs(devices, reader, trainer);
            trainer.finish();
            for (int number : apps.alive()) {
                apps.end(number);
            }
            reader.finish();
            events.add("all outputs read");
            checks.addAll(recordChecks(devices.sentByDevice()));
            checks.addAll(poisonChecks());
            checks.addAll(versionChecks(trainer.outcomes(), new PublishedVersions(client)));
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
                BUFFER_MS));
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

    /** Waits until every record has its outputs, or until outputs cease. */
    private void awaitOutputs(Devices devices, OutputReader reader, VersionPublisher trainer)
            throws InterruptedException {
        long sent = devices.sent();
        long before = -1;
        long since = System.nanoTime();
        while (ledger.completed() < sent || poison.result().missing() > 0) {
            reader.throwFailure();
            trainer.throwFailure();
            long now = ledger.completed() + poison.result().returned();
            if (now != before) {
                before = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > SILENCE.toNanos()) {
                events.add("no output for " + Formats.seconds(SILENCE));
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
                Check.none("duplicates by another version", accounts.byTwoVersions()),
                Check.none("out of order within their device", accounts.outOfOrder()),
                Check.none("of an older version than the previous record", accounts.versionWentBack()),
                Check.none("wrong content", result.wrongReduced()),
                Check.exactly("reconstructions", result.reconstructed(), result.sent()),
                Check.none("reduced records without a reconstruction of the same version", accounts.notReconstructed()),
                Check.none("duplicate reconstructions", accounts.reconstructionsDuplicated()),
                Check.none("reconstructions with wrong content", result.wrongReconstructions()));
    }

    private List<Check> poisonChecks() {
        PoisonPillLedger.Result result = poison.result();
        return List.of(
                Check.exactly("dead letters", result.returned(), result.injected()),
                Check.none("missing dead letters", result.missing()),
                Check.none("dead letters with another key, value or reason", result.changed()),
                Check.none("duplicate dead letters", result.duplicated()),
                Check.none("dead letters of valid records", result.unexpected()));
    }

    private List<Check> versionChecks(Map<Outcome, Integer> outcomes, PublishedVersions published) {
        Set<Integer> used = ledger.versions();
        return List.of(
                Check.atLeast("versions published", published.count(), 2),
                Check.atLeast("versions aborted", outcomes.getOrDefault(Outcome.ABORTED, 0), 1),
                Check.atLeast("versions left open", outcomes.getOrDefault(Outcome.LEFT_OPEN, 0), 1),
                Check.atLeast("versions used", used.size(), 2),
                Check.none(
                        "versions used but not published completely",
                        used.stream()
                                .filter(version -> !published.isComplete(version))
                                .count()));
    }
}
