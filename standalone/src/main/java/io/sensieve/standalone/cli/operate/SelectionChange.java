package io.sensieve.standalone.cli.operate;

import io.sensieve.Requester;
import io.sensieve.RetrainAction;
import io.sensieve.RetrainRequest;
import io.sensieve.Selection;
import io.sensieve.standalone.cli.KafkaOptions;
import io.sensieve.standalone.cli.LayoutOption;
import io.sensieve.standalone.client.PublishedSelections;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Requests a change of the active selection from the trainer and prints the outcome. */
abstract class SelectionChange implements Callable<Integer> {
    private static final int DEFAULT_WAIT_SECONDS = 30;
    private static final int ANY_VERSION = 0;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private LayoutOption layout = new LayoutOption();

    @Mixin
    private RequestOptions request = new RequestOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    @SuppressWarnings("UnusedVariable") // read by picocli
    private boolean help;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "requested by an operator",
            description = "Reason, kept with the request and its outcome.")
    private String reason = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final RetrainAction action;

    SelectionChange(RetrainAction action) {
        this.action = action;
    }

    /** The version named by {@code --version}, if any. */
    abstract Optional<Integer> target();

    @Override
    public Integer call() {
        PublishedSelections selections = PublishedSelections.read(kafka.clientSettings());
        Selection active = selections.find(layout.name(), Optional.empty());
        target().ifPresent(version -> selections.find(layout.name(), Optional.of(version)));
        return request.send(
                kafka.clientSettings(),
                RetrainRequest.newBuilder()
                        .setLayout(layout.name())
                        .setRequestedBy(Requester.OPERATOR)
                        .setReason(reason)
                        .setRequestedAt(Clock.systemUTC().instant())
                        .setSelectionVersion(active.getVersion())
                        .setAction(action)
                        .setTargetVersion(target().orElse(ANY_VERSION))
                        .build(),
                DEFAULT_WAIT_SECONDS,
                spec.commandLine().getOut());
    }

    /** Implements {@code sensieve selection pin}. */
    @Command(name = "pin", description = "Pins a version: until it is unpinned, only an operator can replace it.")
    static final class Pin extends SelectionChange {
        @Option(names = "--version", paramLabel = "V", description = "Version to pin (default: the active one).")
        private Optional<Integer> version = Optional.empty();

        Pin() {
            super(RetrainAction.PIN);
        }

        @Override
        Optional<Integer> target() {
            return version;
        }
    }

    /** Implements {@code sensieve selection unpin}. */
    @Command(name = "unpin", description = "Unpins the active version, so that retrains can replace it.")
    static final class Unpin extends SelectionChange {
        Unpin() {
            super(RetrainAction.UNPIN);
        }

        @Override
        Optional<Integer> target() {
            return Optional.empty();
        }
    }

    /** Implements {@code sensieve selection rollback}. */
    @Command(name = "rollback", description = "Publishes an older version again under a new number; a pin stays.")
    static final class Rollback extends SelectionChange {
        @Option(
                names = "--version",
                paramLabel = "V",
                description = "Version to publish again (default: the one before the active one).")
        private Optional<Integer> version = Optional.empty();

        Rollback() {
            super(RetrainAction.ROLLBACK);
        }

        @Override
        Optional<Integer> target() {
            return version;
        }
    }
}
