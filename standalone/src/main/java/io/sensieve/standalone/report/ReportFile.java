package io.sensieve.standalone.report;

import io.sensieve.service.SettingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/** Writes reports to HTML files, atomically. */
public final class ReportFile {
    private ReportFile() {}

    /**
     * Checks before the work that the file can be written.
     *
     * @param option option that names the file
     * @throws SettingException if the folder does not exist or is not writable, or the file is a folder
     */
    public static void check(String option, Path file) {
        if (!Files.isWritable(folder(file)) || Files.isDirectory(file)) {
            throw new SettingException(
                    "Invalid value " + file + " for " + option + ": must be a file in a writable folder");
        }
    }

    /**
     * Writes the report of a training and replaces an existing file.
     *
     * @throws UncheckedIOException if the file cannot be written; an existing file is then unchanged
     */
    public static void write(Path file, Experiment experiment) {
        write(file, new ReportPage(experiment).html());
    }

    /**
     * Writes the history of a layout and replaces an existing file.
     *
     * @throws UncheckedIOException if the file cannot be written; an existing file is then unchanged
     */
    public static void write(Path file, History history) {
        write(file, new HistoryPage(history).html());
    }

    private static void write(Path file, String page) {
        byte[] html = page.getBytes(StandardCharsets.UTF_8);
        Path part = folder(file).resolve("." + UUID.randomUUID() + ".part");
        try {
            try {
                Files.write(part, html);
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The report " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static Path folder(Path file) {
        Path whole = file.toAbsolutePath();
        return Optional.ofNullable(whole.getParent()).orElse(whole);
    }
}
