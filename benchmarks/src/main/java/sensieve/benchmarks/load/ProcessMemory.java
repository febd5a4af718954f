package sensieve.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of this process as Linux counts it, in MiB. */
final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final double KIB_PER_MIB = 1024;

    private ProcessMemory() {}

    /** Resident now, after a garbage collection. */
    static double resident() {
        System.gc();
        return read("VmRSS:");
    }

    /** The most that was ever resident. */
    static double peak() {
        return read("VmHWM:");
    }

    private static double read(String field) {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / KIB_PER_MIB)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(STATUS + " has no " + field));
        } catch (IOException e) {
            throw new UncheckedIOException("memory is measured on Linux only: " + e.getMessage(), e);
        }
    }
}
