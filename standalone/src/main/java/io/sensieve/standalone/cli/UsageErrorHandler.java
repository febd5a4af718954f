package io.sensieve.standalone.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints a wrong command line's error, similar commands and synopsis, without the whole help. */
public final class UsageErrorHandler implements IParameterExceptionHandler {
    /** The word that picocli repeats in its message about a value that is no pair. */
    private static final String DOUBLED = "option option ";

    private static final Pattern CHOICES = Pattern.compile("one of \\[.*] \\(case-insensitive\\) ");

    private UsageErrorHandler() {}

    /** Installs the handler in {@code line} and its subcommands. */
    public static void install(CommandLine line) {
        line.setParameterExceptionHandler(new UsageErrorHandler());
    }

    @Override
    public int handleParseException(ParameterException thrown, String[] arguments) {
        ParameterException exception =
                thrown instanceof MissingParameterException ? unknownOptionOr(thrown, arguments) : thrown;
        CommandLine command = exception.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        err.println(name + ": " + message(exception));
        UnmatchedArgumentException.printSuggestions(exception, err);
        err.print("Usage: " + command.getHelp().synopsis("Usage: ".length()));
        err.println("Run '" + name + " --help' for details");
        err.flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** Reports an unknown option instead of a missing one, because the missing one may be misspelt. */
    private static ParameterException unknownOptionOr(ParameterException missing, String[] arguments) {
        CommandLine command = missing.getCommandLine();
        return Stream.of(arguments)
                .filter(argument -> argument.startsWith("--") && argument.length() > "--".length())
                .map(argument -> argument.split("=", 2)[0])
                .filter(name -> command.getCommandSpec().findOption(name) == null)
                .findFirst()
                .<ParameterException>map(name -> new UnmatchedArgumentException(command, List.of(name)))
                .orElse(missing);
    }

    /** Lists choices as users type them instead of the names of enum constants. */
    private static String message(ParameterException exception) {
        String message = String.valueOf(exception.getMessage()).replace(DOUBLED, "option ");
        ArgSpec argument = exception.getArgSpec();
        if (argument == null || !argument.typeInfo().isEnum()) {
            return message;
        }
        String choices = Stream.of(argument.auxiliaryTypes()[0].getEnumConstants())
                .map(choice -> choice.toString().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return CHOICES.matcher(message).replaceFirst(Matcher.quoteReplacement("one of " + choices + " "));
    }
}
