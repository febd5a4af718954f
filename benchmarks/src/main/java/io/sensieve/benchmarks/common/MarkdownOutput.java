package io.sensieve.benchmarks.common;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a command's Markdown goes. */
public final class MarkdownOutput {
    @Option(names = "--out", paramLabel = "FILE.md", description = "Where the result goes (default: standard output).")
    private Optional<Path> out = Optional.empty();

    /** Prints {@code text}, or writes it to the file. */
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
