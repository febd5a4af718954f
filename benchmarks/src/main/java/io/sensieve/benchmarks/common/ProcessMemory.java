package io.sensieve.benchmarks.common;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the resident memory of processes from {@code /proc}, in MiB; needs Linux. */
public final class ProcessMemory {
    private static final String THIS = "self";
    private static final double KIB_PER_MIB = 1024;

    private ProcessMemory() {}

    /** Resident memory of this process after a garbage collection. */
    public static double resident() {
        System.gc();
        return read(THIS, "VmRSS:");
    }

    /** Peak resident memory of this process. */
    public static double peak() {
        return read(THIS, "VmHWM:");
    }

    /** Peak resident memory of another running process. */
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
            throw new UncheckedIOException(
                    "cannot read the memory of a process, which requires Linux: " + e.getMessage(), e);
        }
    }
}
