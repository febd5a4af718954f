package io.sensieve.systemtests;

import io.sensieve.benchmarks.common.OutputOption;
import io.sensieve.service.ServiceRunner;
import io.sensieve.service.SettingException;
import io.sensieve.systemtests.load.Devices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code system-tests/run torture}. */
@Command(
        name = "torture",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Kills brokers and instances of the streams app while records flow, and checks that no output is missing,"
                    + " duplicate, out of order or wrong.",
            "Three brokers, the instances and this process need about 4 GB of memory. The exit code is 1 if a check fails."
        })
public final class TortureCommand implements Callable<Integer> {
    @Option(
            names = "--scenario",
            paramLabel = "S",
            defaultValue = "kills",
            description = "kills: SIGKILL at random times; rolling: rolling restart with static membership and standby"
                    + " replicas; outage: all brokers down for a while. Default kills.")
    private Scenario scenario = Scenario.KILLS;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Records over which the scenario kills spreads its kills. Default 1000000.")
    private long records;

    @Option(
            names = "--app-kills",
            paramLabel = "N",
            defaultValue = "20",
            description = "Instances to kill (default 20).")
    private int appKills;

    @Option(
            names = "--broker-kills",
            paramLabel = "N",
            defaultValue = "5",
            description = "Leading brokers to kill (default 5).")
    private int brokerKills;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "1",
            description = "Restarts of each instance in the scenario rolling (default 1).")
    private int rounds;

    @Option(
            names = "--outage",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Time without brokers in the scenario outage (default 60).")
    private long outage;

    @Option(
            names = "--instances",
            paramLabel = "N",
            defaultValue = "3",
            description = "Instances of the app (default 3).")
    private int instances;

    @Option(names = "--devices", paramLabel = "N", defaultValue = "60", description = "Number of devices (default 60).")
    private int devices;

    @Option(names = "--rate", paramLabel = "R", defaultValue = "1200", description = "Records a second (default 1200).")
    private double rate;

    @Option(
            names = "--poison",
            paramLabel = "P",
            defaultValue = "0.01",
            description = "Share of poison pills among the records (default 0.01).")
    private double poison;

    @Option(
            names = "--publish-ms",
            paramLabel = "MS",
            defaultValue = "1000",
            description = "Mean time between two versions (default 1000).")
    private long publishMillis;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "11", description = "Random seed (default 11).")
    private long seed;

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description =
                    "Setting of the app, which replaces that of the scenario; %%d becomes the number of the instance.")
    private Map<String, String> appSettings = new LinkedHashMap<>();

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Folder for logs and data (default: a temporary one, deleted if all checks pass).")
    private Optional<Path> folder = Optional.empty();

    @Mixin
    private OutputOption output = new OutputOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private enum Scenario {
        KILLS,
        ROLLING,
        OUTAGE
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (records < 1 || instances < 1 || devices < 1 || rate <= 0) {
            throw new SettingException("Invalid values: --records " + records + ", --instances " + instances
                    + ", --devices " + devices + " and --rate " + rate + " must be above 0");
        }
        Path place = folder.isPresent() ? Files.createDirectories(folder.get()) : Files.createTempDirectory("torture-");
        spec.commandLine().getErr().println("logs and data: " + place);
        TortureRun.Setup setup = new TortureRun.Setup(
                place,
                instances,
                new Devices.Setup(devices, rate, poison, seed),
                Duration.ofMillis(publishMillis),
                appSettings);
        TortureReport report =
                new TortureRun(setup, disruption(), spec.commandLine().getErr()).run();
        output.write(report.markdown(), spec.commandLine().getOut());
        if (report.passed() && folder.isEmpty()) {
            delete(place);
        }
        return report.passed() ? ServiceRunner.OK : ServiceRunner.FAILED;
    }

    private Disruption disruption() {
        return switch (scenario) {
            case KILLS -> new RandomKills(records, appKills, brokerKills, seed);
            case ROLLING -> new RollingRestart(rounds);
            case OUTAGE -> new BrokerOutage(Duration.ofSeconds(outage));
        };
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
