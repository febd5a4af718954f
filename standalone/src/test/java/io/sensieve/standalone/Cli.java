package io.sensieve.standalone;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs the command in this JVM and captures its output. */
public record Cli(int exitCode, String out, String err) {
    /** Runs the command to its end. */
    public static Cli run(String... arguments) {
        return run(new StringWriter(), arguments);
    }

    /** Runs the command to its end and writes its errors to {@code err}. */
    public static Cli run(StringWriter err, String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine line = Sensieve.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        int exitCode = line.execute(arguments);
        return new Cli(exitCode, out.toString(), err.toString());
    }
}
