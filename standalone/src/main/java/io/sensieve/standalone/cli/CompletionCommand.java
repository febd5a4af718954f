package io.sensieve.standalone.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Implements {@code sensieve completion}. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {"Prints a completion script for bash or zsh.", "To load it: . <(./sensieve completion bash)"})
public final class CompletionCommand implements Callable<Integer> {
    /** The shells; all use the same script, which detects its shell. */
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
        out.println(
                "# To load it in every shell, save this script as a file and source the file in " + shell.startFile);
        return 0;
    }
}
