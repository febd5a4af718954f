package io.sensieve.benchmarks.app;

import io.sensieve.benchmarks.common.ProcessMemory;
import io.sensieve.streams.StreamsMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The streams app as a process of its own, with a limited heap, whose garbage collector keeps a log. */
public final class AppProcess implements AutoCloseable {
    private static final Pattern COLLECTION = Pattern.compile(".*Pause .* (\\d+)M->(\\d+)M\\((\\d+)M\\).*");
    private static final long CLOSE_SECONDS = 30;
    private static final int SAID_AT_THE_END = 2_000;
    private static final String VECTORS = "jdk.incubator.vector";

    private final Process process;
    private final Path collections;
    private final Path said;

    /**
     * What the process needed, in MiB.
     *
     * @param heap most that was in use when a collection began
     * @param live most that was left by one
     * @param full collections of the whole heap
     * @param resident most that was ever resident
     */
    public record Memory(int heap, int live, int full, double resident) {}

    private AppProcess(Process process, Path collections, Path said) {
        this.process = process;
        this.collections = collections;
        this.said = said;
    }

    /**
     * Starts it with this process's Java and class path.
     *
     * @param heap as {@code -Xmx} takes it
     * @param folder for its logs
     */
    public static AppProcess start(Map<String, String> settings, String heap, Path folder) {
        Path collections = folder.resolve("gc.log");
        Path said = folder.resolve("app.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+ExitOnOutOfMemoryError",
                "-Xlog:gc:file=" + collections));
        if (ModuleLayer.boot().findModule(VECTORS).isPresent()) {
            command.addAll(List.of("--add-modules", VECTORS));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), StreamsMain.class.getName()));
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "end-app"));
            return new AppProcess(process, collections, said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sees to it that it runs.
     *
     * @throws IllegalStateException with the last that it said, if it has ended
     */
    public void requireAlive() {
        if (!process.isAlive()) {
            String text = read(said).strip();
            throw new IllegalStateException("the app has ended with exit code " + process.exitValue() + ": "
                    + text.substring(Math.max(0, text.length() - SAID_AT_THE_END)));
        }
    }

    /** Of the process, which must run, up to now. */
    public Memory memory() {
        requireAlive();
        int heap = 0;
        int live = 0;
        int full = 0;
        for (String line : read(collections).lines().toList()) {
            Matcher collection = COLLECTION.matcher(line);
            if (collection.matches()) {
                heap = Math.max(heap, Integer.parseInt(collection.group(1)));
                live = Math.max(live, Integer.parseInt(collection.group(2)));
                full += line.contains("Pause Full") ? 1 : 0;
            }
        }
        return new Memory(heap, live, full, ProcessMemory.peak(process.pid()));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
