package io.sensieve.benchmarks.streams;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Holds the progress of a pass over time. The speed is measured between two points: the first at or above
 * {@value #FROM} of the records and the first at or above {@value #TO}. Both follow a commit, so that start-up,
 * rebalance and the idle wait for the last commit do not count.
 *
 * @param points a point for each observed increase of the processed records
 * @param total number of records of the pass
 */
record Progress(List<Point> points, long total) {
    private static final double FROM = 0.1;
    private static final double TO = 0.95;
    private static final Duration EVERY = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final double NANOS = 1e9;
    private static final double NANOS_OF_MICRO = 1e3;

    /**
     * An observation.
     *
     * @param nanos time, as {@link System#nanoTime}
     * @param cpuNanos CPU time of the process, including the broker
     * @param records number of processed records
     */
    record Point(long nanos, long cpuNanos, long records) {}

    /** Speed of a pass. */
    record Speed(double recordsPerSecond, double cpuMicrosPerRecord) {}

    Progress {
        points = List.copyOf(points);
    }

    /**
     * Observes a pass until all records are processed.
     *
     * @param done returns the number of processed records
     * @param total number of records of the pass
     * @throws IllegalStateException if the number does not increase for a minute
     */
    static Progress watch(LongSupplier done, long total) {
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        List<Point> points = new ArrayList<>();
        points.add(new Point(System.nanoTime(), process.getProcessCpuTime(), 0));
        while (points.get(points.size() - 1).records() < total) {
            Point last = points.get(points.size() - 1);
            long records = done.getAsLong();
            if (records > last.records()) {
                points.add(new Point(System.nanoTime(), process.getProcessCpuTime(), records));
            } else if (System.nanoTime() - last.nanos() > PATIENCE.toNanos()) {
                throw new IllegalStateException("no progress for " + PATIENCE.toSeconds() + " s: " + records + " of "
                        + total + " records are processed");
            }
            LockSupport.parkNanos(EVERY.toNanos());
        }
        return new Progress(points, total);
    }

    /**
     * Computes the speed between the two points.
     *
     * @throws IllegalStateException if the points coincide, because the pass was too short
     */
    Speed speed() {
        Point from = first(FROM);
        Point to = first(TO);
        long records = to.records() - from.records();
        if (records == 0) {
            throw new IllegalStateException(
                    total + " records are processed too soon for a measurement; use more records");
        }
        return new Speed(
                records * NANOS / (to.nanos() - from.nanos()),
                (to.cpuNanos() - from.cpuNanos()) / NANOS_OF_MICRO / records);
    }

    private Point first(double share) {
        return points.stream()
                .filter(point -> point.records() >= share * total)
                .findFirst()
                .orElseThrow();
    }
}
