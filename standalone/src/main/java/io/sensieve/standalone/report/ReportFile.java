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

/** Writes the page, whole or not at all. */
public final class ReportFile {
    private ReportFile() {}

    /**
     * Looks before the work whether there is a place for it.
     *
     * @param option that gave the file
     * @throws SettingException if the folder is not there or not writable, or the file is a folder
     */
    public static void check(String option, Path file) {
        if (!Files.isWritable(folder(file)) || Files.isDirectory(file)) {
            throw new SettingException(
                    "Invalid value " + file + " for " + option + ": must be a file in a folder that can be written to");
        }
    }

    /**
     * Writes a training's page, in the place of one that is there.
     *
     * @throws UncheckedIOException if that fails; the file is then as it was
     */
    public static void write(Path file, Experiment experiment) {
        write(file, new ReportPage(experiment).html());
    }

    /**
     * Writes the page of a running system, in the place of one that is there.
     *
     * @throws UncheckedIOException if that fails; the file is then as it was
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
