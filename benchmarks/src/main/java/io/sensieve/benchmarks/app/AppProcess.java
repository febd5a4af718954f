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

/** Runs the streams app as a separate process with a limited heap and a log of its garbage collector. */
public final class AppProcess implements AutoCloseable {
    private static final Pattern COLLECTION = Pattern.compile(".*Pause .* (\\d+)M->(\\d+)M\\((\\d+)M\\).*");
    private static final long CLOSE_SECONDS = 30;
    private static final int LAST_CHARACTERS = 2_000;
    private static final String VECTORS = "jdk.incubator.vector";

    private final Process process;
    private final Path collections;
    private final Path log;

    /**
     * Memory of the process, in MiB.
     *
     * @param heap largest heap in use at the start of a collection
     * @param live largest heap in use at the end of a collection
     * @param full number of collections of the whole heap
     * @param resident largest resident set size
     */
    public record Memory(int heap, int live, int full, double resident) {}

    private AppProcess(Process process, Path collections, Path log) {
        this.process = process;
        this.collections = collections;
        this.log = log;
    }

    /**
     * Starts the process with the Java and the class path of this process.
     *
     * @param settings of the streams service
     * @param heap value of {@code -Xmx}
     * @param folder for the log files
     */
    public static AppProcess start(Map<String, String> settings, String heap, Path folder) {
        Path collections = folder.resolve("gc.log");
        Path log = folder.resolve("app.log");
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
                    .redirectOutput(log.toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "end-app"));
            return new AppProcess(process, collections, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Does nothing while the process runs.
     *
     * @throws IllegalStateException with the end of the log, if the process has ended
     */
    public void requireAlive() {
        if (!process.isAlive()) {
            String text = read(log).strip();
            throw new IllegalStateException("the streams app ended with exit code " + process.exitValue() + ": "
                    + text.substring(Math.max(0, text.length() - LAST_CHARACTERS)));
        }
    }

    /** Memory that the running process has needed so far. */
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
