package io.sensieve.benchmarks.streams;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * How a pass went on: a point for each time that more records were seen to be done. Speed is taken between two points,
 * the first at or above {@value #FROM} of the records and the first at or above {@value #TO}. Both lie at the end of a
 * commit in the middle of the flow, so that start-up, rebalance and the idle wait for the last commit are left out; the
 * wait would make the faster of two variants look slower than it is.
 */
record Progress(List<Point> points, long total) {
    private static final double FROM = 0.1;
    private static final double TO = 0.95;
    private static final Duration EVERY = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final double NANOS = 1e9;
    private static final double NANOS_OF_MICRO = 1e3;

    /**
     * A moment.
     *
     * @param nanos on the clock of {@link System#nanoTime}
     * @param cpuNanos that the whole process, the broker included, has used
     * @param records done by then
     */
    record Point(long nanos, long cpuNanos, long records) {}

    /** What a pass comes to. */
    record Speed(double recordsPerSecond, double cpuMicrosPerRecord) {}

    Progress {
        points = List.copyOf(points);
    }

    /**
     * Watches until all records are done.
     *
     * @throws IllegalStateException if nothing gets done for a minute
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
                        + total + " records are done");
            }
            LockSupport.parkNanos(EVERY.toNanos());
        }
        return new Progress(points, total);
    }

    /**
     * Speed in the steady flow.
     *
     * @throws IllegalStateException if all was over within a commit or two
     */
    Speed speed() {
        Point from = first(FROM);
        Point to = first(TO);
        long records = to.records() - from.records();
        if (records == 0) {
            throw new IllegalStateException(total + " records are done too soon to be timed; give more");
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
