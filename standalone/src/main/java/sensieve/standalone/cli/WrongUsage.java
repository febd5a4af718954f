package sensieve.standalone.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells of a wrong command line: what is wrong, what may have been meant, how to call it; not the whole help. */
public final class WrongUsage implements IParameterExceptionHandler {
    /** The word that picocli doubles for a value that is no pair. */
    private static final String DOUBLED = "option option ";

    private WrongUsage() {}

    /** Lets {@code line} tell so. */
    public static void handle(CommandLine line) {
        line.setParameterExceptionHandler(new WrongUsage());
    }

    @Override
    public int handleParseException(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        err.println(name + ": " + String.valueOf(exception.getMessage()).replace(DOUBLED, "option "));
        UnmatchedArgumentException.printSuggestions(exception, err);
        err.print("Usage: " + command.getHelp().synopsis("Usage: ".length()));
        err.println("'" + name + " --help' tells more");
        err.flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }
}
