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
 * A cluster whose {@code sensor.records} hold a workload, with a selection in force for each of its layouts.
 *
 * @param partitions of the topics that records flow through
 * @param selections by layout
 */
public record Scenario(
        BenchmarkCluster cluster,
        Workload workload,
        SensorRows rows,
        int partitions,
        Map<String, LoadedSelection> selections) {
    private static final List<Topic<?, ?>> INPUTS =
            List.of(Topics.RECORDS, Topics.LAYOUTS, Topics.SELECTIONS, Topics.MODELS);

    /** What a pass writes to. */
    private static final List<Topic<?, ?>> OUTPUTS =
            Topics.all().stream().filter(topic -> !INPUTS.contains(topic)).toList();

    public Scenario {
        selections = Map.copyOf(selections);
    }

    /** Fills the cluster, which must be empty. */
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

    /** All but the records. */
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

    /** The same with other records. */
    public Scenario with(Workload other) {
        return new Scenario(cluster, other, rows, partitions, selections);
    }

    /**
     * Settings of a streams service that serves it.
     *
     * @param application its application id
     */
    public Map<String, String> service(Map<String, String> settings, String application) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("kafka.bootstrap.servers", cluster.bootstrapServers());
        all.put("http.port", "0");
        all.put("application.id", application);
        all.put("state.dir", cluster.folder(application).toString());
        return all;
    }

    /** The selection that serves record i. */
    public LoadedSelection selection(int record) {
        return Objects.requireNonNull(selections.get(workload.layout(record)));
    }

    /** Record i, encoded. */
    public byte[] recordBytes(int record) {
        return Topics.RECORDS
                .valueSerde()
                .serializer()
                .serialize(
                        Topics.RECORDS.name(),
                        new SensorRecord(
                                workload.layout(record), workload.time(record), null, Floats.view(rows.row(record))));
    }

    /** What record i is reduced to. */
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

    /** The same, encoded. */
    public byte[] reducedBytes(int record) {
        return Topics.REDUCED.valueSerde().serializer().serialize(Topics.REDUCED.name(), reduced(record));
    }

    /** Puts empty topics in the place of all that passes have written to. */
    public void clearOutputs() {
        Set<String> inputs = INPUTS.stream().map(Topic::name).collect(Collectors.toSet());
        cluster.delete(name -> !inputs.contains(name));
        cluster.create(OUTPUTS, partitions);
    }
}
