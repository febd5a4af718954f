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
 * A folder that gets its files when all are whole. They are written to a temporary folder on the same disk, which is
 * removed when the process is interrupted or the work fails; a folder that did not exist then appears at once, and in
 * one that did each file is replaced at once.
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
     * Makes the temporary folder, before the work whose result it is for.
     *
     * @throws SettingException if that cannot be
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
                    "Invalid value " + folder + " for --out: must be a folder, or one that can be made ("
                            + e.getClass().getSimpleName() + ")",
                    e);
        }
    }

    /**
     * Writes a file of the folder.
     *
     * @param name may begin with a subfolder
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

    /** Puts the files in their place. */
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
            // The process ends, and the hook finds nothing to do.
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
