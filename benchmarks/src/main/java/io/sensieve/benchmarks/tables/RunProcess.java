package io.sensieve.benchmarks.tables;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Performs runs in separate processes, because the engine has one random generator and one gradient collector for each
 * process. The processes end with this one.
 */
final class RunProcess {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LAST_CHARACTERS = 500;
    private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(Process::destroy), "end-runs"));
    }

    /** Thrown if a run ends without a result. */
    static final class RunFailedException extends Exception {
        private static final long serialVersionUID = 1;

        RunFailedException(String message) {
            super(message);
        }
    }

    private RunProcess() {}

    /** Performs a run in a process with the Java, the options and the class path of this process. */
    static RunResult run(Class<?> mainClass, RunSpec spec)
            throws RunFailedException, IOException, InterruptedException {
        Path out = Files.createTempFile("sensieve-run", ".json");
        Path err = Files.createTempFile("sensieve-run", ".log");
        try {
            Process process = new ProcessBuilder(command(mainClass, spec))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            ALIVE.add(process);
            int code;
            try {
                code = process.waitFor();
            } finally {
                process.destroy();
                ALIVE.remove(process);
            }
            if (code != 0) {
                throw new RunFailedException("exit code " + code + ": " + end(Files.readString(err)));
            }
            return JSON.readValue(Files.readString(out), RunResult.class);
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }

    private static List<String> command(Class<?> mainClass, RunSpec spec) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass.getName()));
        command.addAll(spec.arguments());
        return command;
    }

    private static String end(String said) {
        String text = said.strip();
        return text.substring(Math.max(0, text.length() - LAST_CHARACTERS));
    }
}
