package io.sensieve.standalone.cli.learn;

import io.sensieve.service.SettingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes the files of a folder to a temporary folder on the same disk and moves them in {@link #commit}. A new folder
 * appears atomically; in an existing one each file is replaced atomically. The temporary folder is deleted if the
 * process is interrupted or the work fails.
 */
final class OutputFolder implements AutoCloseable {
    private final Path target;
    private final Path temporary;
    private final List<Path> files = new ArrayList<>();
    private final Thread hook = new Thread(this::discard, "discard-output");

    private OutputFolder(Path target, Path temporary) {
        this.target = target;
        this.temporary = temporary;
    }

    /**
     * Creates the temporary folder.
     *
     * @throws SettingException if it cannot be created
     */
    static OutputFolder open(Path folder) {
        Path target = folder.toAbsolutePath().normalize();
        try {
            Path beside = Optional.ofNullable(target.getParent())
                    .filter(parent -> !Files.exists(target))
                    .orElse(target);
            Files.createDirectories(beside);
            Path name = Optional.ofNullable(target.getFileName()).orElse(target);
            Path temporary = beside.resolve("." + name + "." + UUID.randomUUID() + ".part");
            Files.createDirectory(temporary);
            OutputFolder output = new OutputFolder(target, temporary);
            Runtime.getRuntime().addShutdownHook(output.hook);
            return output;
        } catch (IOException e) {
            throw new SettingException(
                    "Invalid value " + folder + " for --out: must be a folder that exists or can be created ("
                            + e.getClass().getSimpleName() + ")",
                    e);
        }
    }

    /**
     * Writes a file to the temporary folder.
     *
     * @param name file name, optionally with a subfolder
     */
    void write(String name, byte[] bytes) {
        Path file = temporary.resolve(name);
        try {
            Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(temporary));
            files.add(Files.write(file, bytes));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Moves the files to the target folder. */
    void commit() {
        try {
            if (!Files.exists(target)) {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
                return;
            }
            for (Path file : files) {
                Path place = target.resolve(temporary.relativize(file));
                Files.createDirectories(Optional.ofNullable(place.getParent()).orElse(target));
                Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        discard();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending; the hook will find no folder to delete.
        }
    }

    private void discard() {
        if (!Files.exists(temporary)) {
            return;
        }
        try (Stream<Path> left = Files.walk(temporary)) {
            for (Path file : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private UncheckedIOException failed(IOException e) {
        return new UncheckedIOException("--out " + target + " cannot be written: " + e.getMessage(), e);
    }
}
