package io.sensieve.standalone.cli.operate;

import io.sensieve.Requester;
import io.sensieve.RetrainAction;
import io.sensieve.RetrainRequest;
import io.sensieve.Selection;
import io.sensieve.standalone.cli.LayoutOption;
import io.sensieve.standalone.client.KafkaOptions;
import io.sensieve.standalone.client.PublishedSelections;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** An operator's word on which version is in force. The trainer carries it out and answers. */
abstract class SelectionChange implements Callable<Integer> {
    private static final int PATIENCE_SECONDS = 30;
    private static final int ANY_VERSION = 0;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private LayoutOption layout = new LayoutOption();

    @Mixin
    private AnswerOptions answer = new AnswerOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "asked by an operator",
            description = "Why; kept with the request.")
    private String reason = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final RetrainAction action;

    SelectionChange(RetrainAction action) {
        this.action = action;
    }

    /** The version that is meant, where one is named. */
    abstract Optional<Integer> target();

    @Override
    public Integer call() {
        PublishedSelections selections = PublishedSelections.read(kafka.clientSettings());
        Selection inForce = selections.find(layout.name(), Optional.empty());
        target().ifPresent(version -> selections.find(layout.name(), Optional.of(version)));
        return answer.ask(
                kafka.clientSettings(),
                RetrainRequest.newBuilder()
                        .setLayout(layout.name())
                        .setRequestedBy(Requester.OPERATOR)
                        .setReason(reason)
                        .setRequestedAt(Clock.systemUTC().instant())
                        .setSelectionVersion(inForce.getVersion())
                        .setAction(action)
                        .setTargetVersion(target().orElse(ANY_VERSION))
                        .build(),
                PATIENCE_SECONDS,
                spec.commandLine().getOut());
    }

    /** {@code sensieve selection pin}. */
    @Command(
            name = "pin",
            description = "Holds a version: the trainer replaces it only when an operator asks, until it is unpinned.")
    static final class Pin extends SelectionChange {
        @Option(names = "--version", paramLabel = "V", description = "Which version; the one in force by default.")
        private Optional<Integer> version = Optional.empty();

        Pin() {
            super(RetrainAction.PIN);
        }

        @Override
        Optional<Integer> target() {
            return version;
        }
    }

    /** {@code sensieve selection unpin}. */
    @Command(name = "unpin", description = "Lets the trainer replace the version in force again.")
    static final class Unpin extends SelectionChange {
        Unpin() {
            super(RetrainAction.UNPIN);
        }

        @Override
        Optional<Integer> target() {
            return Optional.empty();
        }
    }

    /** {@code sensieve selection rollback}. */
    @Command(name = "rollback", description = "Puts an older version in force again, under a new number; a pin stays.")
    static final class Rollback extends SelectionChange {
        @Option(
                names = "--version",
                paramLabel = "V",
                description = "Which version; the one before the one in force by default.")
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
