package io.sensieve.benchmarks.common;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Describes the machine of a measurement.
 *
 * @param cores number of cores that this process may use
 * @param processor model name of the processor; empty if unknown
 * @param jdk vendor and version
 * @param system name, version and architecture
 */
public record Machine(int cores, String processor, String jdk, String system) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final String MODEL_NAME = "model name";

    /** Describes the machine that this process runs on. */
    public static Machine here() {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                processorName(),
                System.getProperty("java.vendor") + " " + System.getProperty("java.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
    }

    /** For example {@code 2 cores (some processor), Debian 17.0.13, Linux 6.1 amd64}. */
    @Override
    public String toString() {
        return cores + (cores == 1 ? " core" : " cores") + (processor.isEmpty() ? "" : " (" + processor + ")")
                + ", JDK " + jdk + ", " + system;
    }

    private static String processorName() {
        try {
            return Files.readAllLines(CPU_INFO).stream()
                    .filter(line -> line.startsWith(MODEL_NAME))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
