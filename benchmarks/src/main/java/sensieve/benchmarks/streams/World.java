package sensieve.benchmarks.streams;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import sensieve.ReducedRecord;
import sensieve.SelectedChannel;
import sensieve.SensorRecord;
import sensieve.codec.Floats;
import sensieve.model.LoadedSelection;
import sensieve.standalone.client.DeviceProducer;
import sensieve.topic.Topic;
import sensieve.topic.Topics;

/**
 * A cluster whose {@code sensor.records} hold a workload, with a selection in force for each of its layouts.
 *
 * @param partitions of the topics that records flow through
 * @param selections by layout
 */
record World(
        Cluster cluster, Workload workload, SensorRows rows, int partitions, Map<String, LoadedSelection> selections) {
    private static final List<Topic<?, ?>> INPUTS =
            List.of(Topics.RECORDS, Topics.LAYOUTS, Topics.SELECTIONS, Topics.MODELS);

    /** What a pass writes to. */
    private static final List<Topic<?, ?>> OUTPUTS =
            Topics.all().stream().filter(topic -> !INPUTS.contains(topic)).toList();

    World {
        selections = Map.copyOf(selections);
    }

    /** Fills the cluster, which must be empty. */
    static World create(Cluster cluster, Workload workload, SensorRows rows, int partitions, Selections selections) {
        World world = prepare(cluster, workload, rows, partitions, selections);
        try (DeviceProducer devices = new DeviceProducer(cluster.clientSettings())) {
            for (int i = 0; i < workload.count(); i++) {
                devices.send(
                        workload.device(i), workload.layout(i), workload.time(i), OptionalInt.empty(), rows.row(i));
            }
            devices.flush();
        }
        return world;
    }

    /** All but the records. */
    static World prepare(Cluster cluster, Workload workload, SensorRows rows, int partitions, Selections selections) {
        cluster.create(Topics.all(), partitions);
        Map<String, LoadedSelection> published = selections.publish(workload.layouts(), cluster);
        return new World(cluster, workload, rows, partitions, published);
    }

    /** The same with other records. */
    World with(Workload other) {
        return new World(cluster, other, rows, partitions, selections);
    }

    /**
     * Settings of a streams service that serves it.
     *
     * @param application its application id
     */
    Map<String, String> service(Map<String, String> settings, String application) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("kafka.bootstrap.servers", cluster.bootstrapServers());
        all.put("http.port", "0");
        all.put("application.id", application);
        all.put("state.dir", cluster.folder(application).toString());
        return all;
    }

    /** The selection that serves record i. */
    LoadedSelection selection(int record) {
        return Objects.requireNonNull(selections.get(workload.layout(record)));
    }

    /** Record i, encoded. */
    byte[] recordBytes(int record) {
        return Topics.RECORDS
                .valueSerde()
                .serializer()
                .serialize(
                        Topics.RECORDS.name(),
                        new SensorRecord(
                                workload.layout(record), workload.time(record), null, Floats.view(rows.row(record))));
    }

    /** What record i is reduced to. */
    ReducedRecord reduced(int record) {
        LoadedSelection selection = selection(record);
        List<SelectedChannel> channels = selection.selection().getChannels();
        float[] row = rows.row(record);
        float[] chosen = new float[channels.size()];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = row[channels.get(i).getIndex()];
        }
        return new ReducedRecord(
                workload.layout(record), selection.version(), workload.time(record), Floats.view(chosen));
    }

    /** The same, encoded. */
    byte[] reducedBytes(int record) {
        return Topics.REDUCED.valueSerde().serializer().serialize(Topics.REDUCED.name(), reduced(record));
    }

    /** Puts empty topics in the place of all that passes have written to. */
    void clearOutputs() {
        Set<String> inputs = INPUTS.stream().map(Topic::name).collect(Collectors.toSet());
        cluster.delete(name -> !inputs.contains(name));
        cluster.create(OUTPUTS, partitions);
    }
}
