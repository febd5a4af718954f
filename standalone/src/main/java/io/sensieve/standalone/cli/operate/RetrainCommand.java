package io.sensieve.standalone.cli.operate;

import io.sensieve.Requester;
import io.sensieve.RetrainRequest;
import io.sensieve.SelectionPointer;
import io.sensieve.service.SettingException;
import io.sensieve.standalone.cli.KafkaOptions;
import io.sensieve.standalone.cli.LayoutOption;
import io.sensieve.standalone.cli.TimeConverter;
import io.sensieve.standalone.client.PublishedSelections;
import io.sensieve.standalone.client.TopicReader;
import io.sensieve.topic.Topics;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Implements {@code sensieve retrain}: requests a new selection from the trainer. */
@Command(
        name = "retrain",
        mixinStandardHelpOptions = true,
        description =
                "Requests a new selection of a layout. The trainer trains on its window and publishes the selection"
                        + " unless predicting the mean has a lower error.")
public final class RetrainCommand implements Callable<Integer> {
    private static final int ANY_VERSION = 0;
    private static final int DEFAULT_WAIT_SECONDS = 300;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private LayoutOption layout = new LayoutOption();

    @Mixin
    private RequestOptions request = new RequestOptions();

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "requested by an operator",
            description = "Reason, kept with the request and its outcome.")
    private String reason = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Trains only on records from this time on, for example 2026-01-31T12:00:00Z.")
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
        return request.send(
                kafka.clientSettings(),
                RetrainRequest.newBuilder()
                        .setLayout(layout.name())
                        .setRequestedBy(Requester.OPERATOR)
                        .setReason(reason)
                        .setRequestedAt(now)
                        .setSelectionVersion(ANY_VERSION)
                        .setSince(since.orElse(null))
                        .build(),
                DEFAULT_WAIT_SECONDS,
                spec.commandLine().getOut());
    }

    private void checkLayout() {
        Optional<SelectionPointer> active =
                PublishedSelections.read(kafka.clientSettings()).pointer(layout.name());
        active.filter(SelectionPointer::getPinned).ifPresent(pointer -> {
            throw new SettingException("Layout " + layout.name() + " is pinned at version " + pointer.getVersion()
                    + "; unpin it first (sensieve selection unpin --layout " + layout.name() + ")");
        });
        try (TopicReader reader = new TopicReader(kafka.clientSettings())) {
            if (active.isEmpty() && !reader.readTable(Topics.LAYOUTS).containsKey(layout.name())) {
                throw new SettingException("Invalid value " + layout.name()
                        + " for --layout: must be a layout that is declared or has a selection");
            }
        }
    }
}
