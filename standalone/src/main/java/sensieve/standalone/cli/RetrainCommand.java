package sensieve.standalone.cli;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sensieve.Requester;
import sensieve.RetrainRequest;
import sensieve.service.SettingException;
import sensieve.standalone.client.DeviceProducer;
import sensieve.standalone.client.KafkaOptions;
import sensieve.standalone.client.TopicReader;
import sensieve.topic.Keys;
import sensieve.topic.Topics;

/** {@code sensieve retrain}. */
@Command(
        name = "retrain",
        mixinStandardHelpOptions = true,
        description = "Asks the trainer for a new selection of a layout; it trains on the window that it holds.")
public final class RetrainCommand implements Callable<Integer> {
    private static final int ANY_VERSION = 0;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private LayoutOption layout = new LayoutOption();

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "asked by an operator",
            description = "Why; kept with the request.")
    private String reason = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Train only on records from then on, for example 2026-01-31T12:00:00Z.")
    private Optional<Instant> since = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Instant now = Clock.systemUTC().instant();
        if (since.filter(time -> time.isAfter(now)).isPresent()) {
            throw new SettingException("Invalid value " + since.get() + " for --since: must not be in the future");
        }
        checkLayout();
        try (DeviceProducer producer = new DeviceProducer(kafka.clientSettings())) {
            producer.send(
                    Topics.RETRAIN_REQUESTS,
                    layout.name(),
                    RetrainRequest.newBuilder()
                            .setLayout(layout.name())
                            .setRequestedBy(Requester.OPERATOR)
                            .setReason(reason)
                            .setRequestedAt(now)
                            .setSelectionVersion(ANY_VERSION)
                            .setSince(since.orElse(null))
                            .build(),
                    null);
            producer.flush();
        }
        spec.commandLine()
                .getOut()
                .println("retrain of layout " + layout.name()
                        + " requested; the trainer answers once it has enough records," + " see selection list");
        return 0;
    }

    private void checkLayout() {
        try (TopicReader reader = new TopicReader(kafka.clientSettings())) {
            boolean known = reader.readTable(Topics.LAYOUTS).containsKey(layout.name())
                    || reader.readTable(Topics.SELECTIONS).containsKey(Keys.current(layout.name()));
            if (!known) {
                throw new SettingException("Invalid value " + layout.name()
                        + " for --layout: must be a layout that is declared or has a selection");
            }
        }
    }
}
