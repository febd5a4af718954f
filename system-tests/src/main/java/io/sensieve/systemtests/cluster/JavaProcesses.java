package io.sensieve.systemtests.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Starts JVMs with the Java and the class path of this process, and kills them when this process ends. */
public final class JavaProcesses implements AutoCloseable {
    private final Path logs;
    private final Set<Process> alive = ConcurrentHashMap.newKeySet();
    private final Thread hook = new Thread(this::killAll, "kill-processes");

    /** @param logs folder for the log files */
    public JavaProcesses(Path logs) {
        this.logs = logs;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Starts a JVM.
     *
     * @param name name of the log file, to which the process appends
     * @param heapMiB maximum heap
     * @param main main class
     * @param arguments arguments of the main class
     */
    Process start(String name, int heapMiB, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMiB + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dsensieve.log.level=INFO",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            logs.resolve(name + ".log").toFile()))
                    .start();
            alive.add(process);
            process.onExit().thenRun(() -> alive.remove(process));
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        killAll();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private void killAll() {
        alive.forEach(Process::destroyForcibly);
    }
}
