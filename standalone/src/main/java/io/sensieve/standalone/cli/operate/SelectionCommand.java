package io.sensieve.standalone.cli.operate;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sensieve selection}. */
@Command(
        name = "selection",
        mixinStandardHelpOptions = true,
        description = "Looks at the published selections, and says which is in force.",
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
