package io.sensieve.standalone.cli;

import io.sensieve.Channel;
import io.sensieve.SensorLayout;
import io.sensieve.service.SettingException;
import io.sensieve.service.TopicCreator;
import io.sensieve.standalone.client.ClientSettings;
import io.sensieve.standalone.client.DeviceProducer;
import io.sensieve.standalone.client.RateLimiter;
import io.sensieve.standalone.client.TopicReader;
import io.sensieve.standalone.data.ChannelFile;
import io.sensieve.standalone.data.ChannelRow;
import io.sensieve.topic.Topics;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Implements {@code sensieve feed}: sends the rows of a file to {@code sensor.records}. */
@Command(
        name = "feed",
        mixinStandardHelpOptions = true,
        description = {
            "Sends the rows of a file to sensor.records, as devices do.",
            "The column timestamp is the event time; without it, the time of sending is."
        })
public final class FeedCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";
    private static final Duration PROGRESS = Duration.ofSeconds(2);

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private LayoutOption layout = new LayoutOption();

    @Option(
            names = {"-d", "--data"},
            required = true,
            paramLabel = "F",
            description =
                    "CSV file with a header, optionally gzipped; an empty cell is a missing value. - reads standard input.")
    private Path data = Path.of("");

    @Mixin
    private MissingValuesOption missing = new MissingValuesOption();

    @Option(
            names = "--split",
            paramLabel = "S",
            description = "Sends only rows with this value in the column split, for example train.")
    private Optional<String> split = Optional.empty();

    @Option(
            names = {"-r", "--rate"},
            paramLabel = "R",
            description = "Records per second; 0 is unlimited (default 0).")
    private double rate;

    @Option(
            names = "--devices",
            paramLabel = "N",
            defaultValue = "1",
            description = "Number of devices that send the rows in turn (default 1).")
    private int devices;

    @Option(names = "--loop", description = "Repeats the file until the command is stopped.")
    private boolean loop;

    @Option(
            names = "--declare",
            description =
                    "Publishes the file's channels as the layout and sends no records. Use it where operators, but"
                            + " not devices, may write layouts.")
    private boolean declareOnly;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Clock clock = Clock.systemUTC();
    private long sent;
    private long reported;

    @Override
    public Integer call() throws InterruptedException {
        if (rate < 0 || devices < 1) {
            throw new SettingException(
                    rate < 0
                            ? "Invalid value " + rate + " for --rate: must be at least 0"
                            : "Invalid value " + devices + " for --devices: must be at least 1");
        }
        PrintWriter err = spec.commandLine().getErr();
        // Opens the file before topics are created, so that a wrong file has no effect, and once, because it may be a
        // pipe.
        try (ChannelFile file = open()) {
            Map<String, Object> settings = kafka.clientSettings();
            TopicCreator.ensure(ClientSettings.ofKafka(settings), List.of(Topics.RECORDS, Topics.LAYOUTS), true);
            try (DeviceProducer producer = new DeviceProducer(settings)) {
                declare(settings, producer, file.channelNames());
                if (declareOnly) {
                    err.printf(
                            "layout %s has the %,d channels of the file%n",
                            layout.name(), file.channelNames().size());
                    return 0;
                }
                long start = System.nanoTime();
                RateLimiter limiter = new RateLimiter(rate);
                sendAll(file, producer, limiter, err, start);
                while (loop && !Thread.currentThread().isInterrupted()) {
                    try (ChannelFile again = open()) {
                        sendAll(again, producer, limiter, err, start);
                    }
                }
                producer.flush();
            }
        }
        err.printf("%,d records sent to %s%n", sent, Topics.RECORDS.name());
        return 0;
    }

    private void sendAll(ChannelFile file, DeviceProducer producer, RateLimiter limiter, PrintWriter err, long start) {
        long before = sent;
        send(file, producer, limiter, err, start);
        if (sent == before) {
            throw new SettingException("Data file " + data + " has no row to send"
                    + split.map(name -> " with split " + name).orElse(""));
        }
    }

    private ChannelFile open() {
        if (!data.toString().equals(STANDARD_INPUT)) {
            return ChannelFile.open(data, missing.markers());
        }
        if (loop) {
            throw new SettingException("--loop needs a file, because standard input can be read only once");
        }
        return ChannelFile.of("standard input", System.in, missing.markers());
    }

    private void send(ChannelFile file, DeviceProducer producer, RateLimiter limiter, PrintWriter err, long start) {
        Iterator<ChannelRow> rows = file.rows();
        while (rows.hasNext() && !Thread.currentThread().isInterrupted()) {
            ChannelRow row = rows.next();
            if (split.isPresent() && !row.split().equals(split)) {
                continue;
            }
            limiter.await();
            producer.send(
                    "device-" + sent % devices,
                    layout.name(),
                    row.timestamp().orElseGet(clock::instant),
                    row.wholeLabel(),
                    row.values());
            sent++;
            printProgress(err, start);
        }
    }

    private void printProgress(PrintWriter err, long start) {
        long elapsed = System.nanoTime() - start;
        if (elapsed - reported >= PROGRESS.toNanos()) {
            reported = elapsed;
            err.printf("%,d records sent, %,.0f per second%n", sent, sent / (elapsed / 1e9));
        }
    }

    /** Publishes the file's channels if the layout is new; rejects a file with other channels. */
    private void declare(Map<String, Object> settings, DeviceProducer producer, List<String> names) {
        Optional<SensorLayout> known;
        try (TopicReader reader = new TopicReader(settings)) {
            known = Optional.ofNullable(reader.readTable(Topics.LAYOUTS).get(layout.name()));
        }
        if (known.isEmpty()) {
            producer.declare(layout.name(), names);
            // Waits for the layout, so that a failure shows before records are sent.
            producer.flush();
            return;
        }
        List<String> expected =
                known.get().getChannels().stream().map(Channel::getName).toList();
        if (!expected.equals(names)) {
            throw new SettingException("Layout " + layout.name() + " has "
                    + (expected.size() == names.size()
                            ? firstDifference(expected, names)
                            : expected.size() + " channels, the file " + data + " has " + names.size())
                    + "; use another --layout");
        }
    }

    private String firstDifference(List<String> expected, List<String> names) {
        int first = 0;
        while (expected.get(first).equals(names.get(first))) {
            first++;
        }
        return "the channel " + expected.get(first) + " where the file " + data + " has " + names.get(first);
    }
}
