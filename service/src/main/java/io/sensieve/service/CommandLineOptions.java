package io.sensieve.service;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Parses the command line of a service. */
@Command
final class CommandLineOptions {
    @Option(names = "--config", paramLabel = "FILE")
    private @Nullable Path file;

    @Option(names = "-D", paramLabel = "key=value")
    private final Map<String, String> overrides = new LinkedHashMap<>();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true)
    private boolean help;

    private CommandLineOptions() {}

    /**
     * Parses arguments.
     *
     * @throws SettingException if an argument is unknown or its value cannot be used
     */
    static CommandLineOptions parse(String[] arguments) {
        CommandLineOptions options = new CommandLineOptions();
        try {
            new CommandLine(options)
                    .setExpandAtFiles(false)
                    .setOverwrittenOptionsAllowed(true)
                    .parseArgs(arguments);
        } catch (UnmatchedArgumentException e) {
            throw new SettingException(
                    "Unknown argument " + e.getUnmatched().get(0)
                            + "; allowed are --config FILE, -D key=value and --help",
                    e);
        } catch (MissingParameterException e) {
            throw new SettingException("Argument " + name(e) + " needs a value", e);
        } catch (ParameterException e) {
            throw new SettingException(
                    "Argument " + name(e) + " cannot be used: "
                            + String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " "),
                    e);
        }
        return options;
    }

    private static String name(ParameterException e) {
        return e.getArgSpec() instanceof CommandLine.Model.OptionSpec option
                ? option.longestName()
                : String.valueOf(e.getValue());
    }

    /** Whether the user asks for help; the other options do not matter then. */
    boolean isHelp() {
        return help;
    }

    /** The settings file. */
    Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** Values of {@code -D} by setting. */
    Map<String, String> overrides() {
        return overrides;
    }
}
