package io.sensieve.benchmarks.workload;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;

/**
 * Defines device, layout and event time of each record. Record i belongs to device {@code i % devices} and is one
 * millisecond later than record i - 1; each device has one layout. Kafka spreads the device names evenly over the
 * partitions.
 *
 * @param count number of records
 * @param layouts names of the layouts
 * @param devices names of the devices
 * @param start event time of the first record
 */
public record Workload(int count, List<String> layouts, List<String> devices, Instant start) {
    public Workload {
        layouts = List.copyOf(layouts);
        devices = List.copyOf(devices);
    }

    /** Creates names of layouts and devices; the first event time is two hours ago. */
    public static Workload of(int count, int layouts, int devices, int partitions) {
        return new Workload(
                count,
                IntStream.range(0, layouts).mapToObj(l -> "fleet-" + l).toList(),
                IntStream.range(0, devices)
                        .mapToObj(d -> deviceName(d, d % partitions, partitions))
                        .toList(),
                Instant.now().minus(Duration.ofHours(2)).truncatedTo(ChronoUnit.MINUTES));
    }

    private static String deviceName(int device, int partition, int partitions) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "device-" + device + "-" + i)
                .filter(name -> Utils.toPositive(Utils.murmur2(name.getBytes(StandardCharsets.UTF_8))) % partitions
                        == partition)
                .findFirst()
                .orElseThrow();
    }

    /** The next records of the same devices. */
    public Workload next(int records) {
        return new Workload(records, layouts, devices, time(count));
    }

    public String device(int record) {
        return devices.get(record % devices.size());
    }

    public String layout(int record) {
        return layouts.get(record % devices.size() % layouts.size());
    }

    public Instant time(int record) {
        return start.plusMillis(record);
    }

    /** Index of the record with an event time. */
    public long recordAt(long timestamp) {
        return timestamp - start.toEpochMilli();
    }
}
