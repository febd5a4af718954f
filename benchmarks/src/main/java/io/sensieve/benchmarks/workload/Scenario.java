package io.sensieve.benchmarks.workload;

import io.sensieve.ReducedRecord;
import io.sensieve.SelectedChannel;
import io.sensieve.SensorRecord;
import io.sensieve.codec.Floats;
import io.sensieve.model.LoadedSelection;
import io.sensieve.standalone.client.DeviceProducer;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Combines a cluster, a workload in {@code sensor.records} and an active selection for each layout.
 *
 * @param cluster the broker
 * @param workload devices, layouts and times of the records
 * @param rows values of the records
 * @param partitions number of partitions of the record topics
 * @param selections active selection of each layout
 */
public record Scenario(
        BenchmarkCluster cluster,
        Workload workload,
        SensorRows rows,
        int partitions,
        Map<String, LoadedSelection> selections) {
    private static final List<Topic<?, ?>> INPUTS =
            List.of(Topics.RECORDS, Topics.LAYOUTS, Topics.SELECTIONS, Topics.MODELS);

    /** Topics that the services write to. */
    private static final List<Topic<?, ?>> OUTPUTS =
            Topics.all().stream().filter(topic -> !INPUTS.contains(topic)).toList();

    public Scenario {
        selections = Map.copyOf(selections);
    }

    /** Creates the topics and selections in an empty cluster and sends all records. */
    public static Scenario create(
            BenchmarkCluster cluster,
            Workload workload,
            SensorRows rows,
            int partitions,
            BenchmarkSelections selections) {
        Scenario scenario = prepare(cluster, workload, rows, partitions, selections);
        try (DeviceProducer devices = new DeviceProducer(cluster.clientSettings())) {
            for (int i = 0; i < workload.count(); i++) {
                devices.send(
                        workload.device(i), workload.layout(i), workload.time(i), OptionalInt.empty(), rows.row(i));
            }
            devices.flush();
        }
        return scenario;
    }

    /** Creates the topics and selections in an empty cluster, without records. */
    public static Scenario prepare(
            BenchmarkCluster cluster,
            Workload workload,
            SensorRows rows,
            int partitions,
            BenchmarkSelections selections) {
        cluster.create(Topics.all(), partitions);
        Map<String, LoadedSelection> published = selections.publish(workload.layouts(), cluster);
        return new Scenario(cluster, workload, rows, partitions, published);
    }

    /** Returns this scenario with another workload. */
    public Scenario with(Workload other) {
        return new Scenario(cluster, other, rows, partitions, selections);
    }

    /**
     * Completes the settings of a streams service for this scenario.
     *
     * @param settings settings of the benchmark
     * @param application application id
     */
    public Map<String, String> serviceSettings(Map<String, String> settings, String application) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("kafka.bootstrap.servers", cluster.bootstrapServers());
        all.put("http.port", "0");
        all.put("application.id", application);
        all.put("state.dir", cluster.folder(application).toString());
        return all;
    }

    /** The active selection for a record. */
    public LoadedSelection selection(int record) {
        return Objects.requireNonNull(selections.get(workload.layout(record)));
    }

    /** The bytes of a record. */
    public byte[] recordBytes(int record) {
        return Topics.RECORDS
                .valueSerde()
                .serializer()
                .serialize(
                        Topics.RECORDS.name(),
                        new SensorRecord(
                                workload.layout(record), workload.time(record), null, Floats.view(rows.row(record))));
    }

    /** The expected reduced record. */
    public ReducedRecord reduced(int record) {
        LoadedSelection selection = selection(record);
        List<SelectedChannel> channels = selection.selection().getChannels();
        float[] row = rows.row(record);
        float[] selected = new float[channels.size()];
        for (int i = 0; i < selected.length; i++) {
            selected[i] = row[channels.get(i).getIndex()];
        }
        return new ReducedRecord(
                workload.layout(record), selection.version(), workload.time(record), Floats.view(selected));
    }

    /** The bytes of the expected reduced record. */
    public byte[] reducedBytes(int record) {
        return Topics.REDUCED.valueSerde().serializer().serialize(Topics.REDUCED.name(), reduced(record));
    }

    /** Deletes and recreates all output topics. */
    public void clearOutputs() {
        Set<String> inputs = INPUTS.stream().map(Topic::name).collect(Collectors.toSet());
        cluster.delete(name -> !inputs.contains(name));
        cluster.create(OUTPUTS, partitions);
    }
}
