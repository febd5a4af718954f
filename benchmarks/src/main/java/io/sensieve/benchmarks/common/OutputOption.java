package io.sensieve.benchmarks.common;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Declares the option {@code --out}, the file of a Markdown report. */
public final class OutputOption {
    @Option(names = "--out", paramLabel = "FILE.md", description = "File for the report (default: standard output).")
    private Optional<Path> out = Optional.empty();

    /** Writes {@code text} to the file of the option, or to {@code standard} without the option. */
    public void write(String text, PrintWriter standard) {
        if (out.isEmpty()) {
            standard.print(text);
            standard.flush();
            return;
        }
        try {
            Files.writeString(out.get(), text);
        } catch (IOException e) {
            throw new UncheckedIOException("--out " + out.get() + " cannot be written: " + e.getMessage(), e);
        }
    }
}
