package sensieve.standalone.cli;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/** Tells of a wrong command line as picocli does, without the word that it doubles for a value that is no pair. */
public final class WrongUsage implements IParameterExceptionHandler {
    private static final String DOUBLED = "option option ";

    private final IParameterExceptionHandler usual;

    private WrongUsage(IParameterExceptionHandler usual) {
        this.usual = usual;
    }

    /** Puts one in front of the line's own. */
    public static void handle(CommandLine line) {
        line.setParameterExceptionHandler(new WrongUsage(line.getParameterExceptionHandler()));
    }

    @Override
    public int handleParseException(ParameterException exception, String[] arguments) throws Exception {
        String message = String.valueOf(exception.getMessage());
        return usual.handleParseException(
                message.contains(DOUBLED)
                        ? new ParameterException(
                                exception.getCommandLine(), message.replace(DOUBLED, "option "), exception)
                        : exception,
                arguments);
    }
}
