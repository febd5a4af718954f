package io.sensieve.benchmarks.streams;

import io.sensieve.Reconstruction;
import io.sensieve.ReducedRecord;
import io.sensieve.benchmarks.app.Variant;
import io.sensieve.benchmarks.workload.Scenario;
import io.sensieve.benchmarks.workload.Workload;
import io.sensieve.codec.Floats;
import io.sensieve.model.Reconstructor;
import io.sensieve.standalone.client.TopicReader;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Checks the committed outputs of a pass: exactly one correct output for each input record, in the order of its device,
 * and nothing else. The timestamp of an output identifies the input record.
 */
final class OutputCheck {
    private static final List<Topic<?, ?>> RECORD_TOPICS =
            List.of(Topics.REDUCED, Topics.RECONSTRUCTIONS, Topics.DEAD_LETTERS);
    private static final float TOLERANCE = 1e-4f;

    private final Scenario scenario;
    private final Variant variant;
    private final byte[] payload;
    private final Map<String, Reconstructor> reconstructors = new HashMap<>();

    OutputCheck(Scenario scenario, Variant variant) {
        this.scenario = scenario;
        this.variant = variant;
        this.payload = scenario.reducedBytes(0);
        scenario.selections()
                .forEach((layout, selection) -> reconstructors.put(layout, new Reconstructor(selection.model())));
    }

    /**
     * Reads and checks all output topics.
     *
     * @throws IllegalStateException with the first wrong output
     */
    void run() {
        for (Topic<?, ?> topic : RECORD_TOPICS) {
            int expected =
                    variant.outputs().contains(topic) ? scenario.workload().count() : 0;
            int found = read(topic);
            require(found == expected, topic, found + " records, expected " + expected);
        }
    }

    private int read(Topic<?, ?> topic) {
        Map<String, Integer> last = new HashMap<>();
        int[] count = {0};
        try (TopicReader reader = new TopicReader(scenario.cluster().clientSettings())) {
            reader.assign(topic);
            reader.seekToBeginning();
            reader.readToEnd(record -> {
                count[0]++;
                check(topic, record, last);
            });
        }
        return count[0];
    }

    private void check(Topic<?, ?> topic, ConsumerRecord<byte[], byte[]> record, Map<String, Integer> last) {
        Workload workload = scenario.workload();
        long at = workload.recordAt(record.timestamp());
        require(
                at >= 0 && at < workload.count(),
                topic,
                "no record with the timestamp " + record.timestamp() + " was sent");
        int index = (int) at;
        String device = new String(record.key(), StandardCharsets.UTF_8);
        require(device.equals(workload.device(index)), topic, "record " + index + " has the key " + device);
        Integer before = last.put(device, index);
        int next = before == null
                ? index % workload.devices().size()
                : before + workload.devices().size();
        require(index == next, topic, "record " + index + " of " + device + " appears instead of record " + next);
        boolean same =
                topic.equals(Topics.REDUCED) ? isReducedCorrect(index, record) : isReconstructionCorrect(index, record);
        require(same, topic, "record " + index + " has wrong content");
    }

    private boolean isReducedCorrect(int index, ConsumerRecord<byte[], byte[]> record) {
        if (variant == Variant.TOUCH) {
            return Arrays.equals(payload, record.value());
        }
        ReducedRecord found = Topics.REDUCED.valueSerde().deserializer().deserialize(record.topic(), record.value());
        ReducedRecord expected = scenario.reduced(index);
        return found.getLayout().equals(expected.getLayout())
                && found.getSelectionVersion() == expected.getSelectionVersion()
                && found.getTimestamp().equals(expected.getTimestamp())
                && Arrays.equals(Floats.array(found.getValues()), Floats.array(expected.getValues()));
    }

    private boolean isReconstructionCorrect(int index, ConsumerRecord<byte[], byte[]> record) {
        Workload workload = scenario.workload();
        String layout = workload.layout(index);
        Instant time = workload.time(index);
        float[] row = scenario.rows().row(index);
        if (variant == Variant.COPY) {
            return Arrays.equals(scenario.recordBytes(index), record.value());
        }
        Reconstruction found =
                Topics.RECONSTRUCTIONS.valueSerde().deserializer().deserialize(record.topic(), record.value());
        Reconstructor reconstructor = reconstructors.get(layout);
        if (reconstructor == null) {
            return false;
        }
        float[] reconstructed = reconstructor.reconstruct(reconstructor.project(row));
        float error = reconstructor.error(row, reconstructed, new float[row.length]);
        return found.getLayout().equals(layout)
                && found.getSelectionVersion() == scenario.selection(index).version()
                && found.getTimestamp().equals(time)
                && near(error, found.getError())
                && near(reconstructed, Floats.array(found.getValues()));
    }

    private static boolean near(float[] expected, float[] found) {
        boolean near = expected.length == found.length;
        for (int i = 0; near && i < expected.length; i++) {
            near = near(expected[i], found[i]);
        }
        return near;
    }

    /** Whether two values are equal but for rounding. */
    private static boolean near(float expected, float found) {
        return Math.abs(expected - found) <= TOLERANCE * Math.max(1, Math.abs(expected));
    }

    private void require(boolean holds, Topic<?, ?> topic, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(variant.label() + ", " + topic.name() + ": " + otherwise);
        }
    }
}
