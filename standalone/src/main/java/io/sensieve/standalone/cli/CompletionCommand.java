package io.sensieve.standalone.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sensieve completion}. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a script that completes commands and options in bash or zsh.",
            "To load it: . <(./sensieve completion bash)"
        })
public final class CompletionCommand implements Callable<Integer> {
    /** What it is for; the script is the same, and finds out in which of them it runs. */
    enum Shell {
        BASH("~/.bashrc"),
        ZSH("~/.zshrc");

        private final String startFile;

        Shell(String startFile) {
            this.startFile = startFile;
        }
    }

    @Parameters(index = "0", paramLabel = "SHELL", description = "bash or zsh.")
    private Shell shell = Shell.BASH;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        CommandSpec root = spec.root();
        PrintWriter out = spec.commandLine().getOut();
        out.println(AutoComplete.bash(root.name(), root.commandLine()));
        out.println("# To have it in every shell, keep this script as a file and source that in " + shell.startFile);
        return 0;
    }
}
