package io.sensieve.standalone.cli.operate;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Implements {@code sensieve selection}, which has only subcommands. */
@Command(
        name = "selection",
        mixinStandardHelpOptions = true,
        description = "Shows published selections, and pins or rolls back the active one.",
        subcommands = {
            SelectionList.class,
            SelectionShow.class,
            SelectionChange.Pin.class,
            SelectionChange.Unpin.class,
            SelectionChange.Rollback.class
        })
public final class SelectionCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing subcommand: list, show, pin, unpin or rollback");
    }
}
