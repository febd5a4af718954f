package io.sensieve.benchmarks.common;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of a process as Linux counts it, in MiB. */
public final class ProcessMemory {
    private static final String THIS = "self";
    private static final double KIB_PER_MIB = 1024;

    private ProcessMemory() {}

    /** Resident now in this process, after a garbage collection. */
    public static double resident() {
        System.gc();
        return read(THIS, "VmRSS:");
    }

    /** The most that was ever resident in this process. */
    public static double peak() {
        return read(THIS, "VmHWM:");
    }

    /** The most that was ever resident in another one that runs. */
    public static double peak(long process) {
        return read(Long.toString(process), "VmHWM:");
    }

    private static double read(String process, String field) {
        Path status = Path.of("/proc", process, "status");
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / KIB_PER_MIB)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(status + " has no " + field));
        } catch (IOException e) {
            throw new UncheckedIOException("memory is measured on Linux only: " + e.getMessage(), e);
        }
    }
}
