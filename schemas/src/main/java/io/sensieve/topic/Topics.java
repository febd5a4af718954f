package io.sensieve.topic;

import static io.sensieve.topic.CleanupPolicy.COMPACT;
import static io.sensieve.topic.CleanupPolicy.DELETE;

import io.sensieve.DriftReport;
import io.sensieve.ModelChunk;
import io.sensieve.Reconstruction;
import io.sensieve.ReducedRecord;
import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainRequest;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.SensorLayout;
import io.sensieve.SensorRecord;
import io.sensieve.codec.AvroCodec;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Defines the topics through which devices, services and downstream readers communicate. */
public final class Topics {
    /** Accepts oversized records, so that the app dead-letters them instead of the device retrying forever. */
    private static final int RECORD_BYTES = 12 * 1024 * 1024;

    /** A dead letter has the bytes and headers of the input record, and further headers. */
    private static final int DEAD_LETTER_BYTES = 16 * 1024 * 1024;

    private static final int FLOW_PARTITIONS = 6;

    /** Records that devices send; key: device id. */
    public static final Topic<String, SensorRecord> RECORDS = flow(
            "sensor.records", codec(SensorRecord.class), Map.of("max.message.bytes", Integer.toString(RECORD_BYTES)));

    /** Channels of each layout; key: layout. */
    public static final Topic<String, SensorLayout> LAYOUTS = table("sensor.layouts", codec(SensorLayout.class));

    /** Selections under {@link Keys#selection} and pointers under {@link Keys#current}. */
    public static final Topic<String, SpecificRecord> SELECTIONS = table(
            "sensor.selections",
            AvroCodec.<SpecificRecord>ofTypes(List.of(Selection.class, SelectionPointer.class))
                    .serde());

    /** Chunks of model files under {@link Keys#chunk}. */
    public static final Topic<String, ModelChunk> MODELS = table("sensor.models", codec(ModelChunk.class));

    /** Selected channels of every record; key: device id. */
    public static final Topic<String, ReducedRecord> REDUCED =
            flow("sensor.reduced", codec(ReducedRecord.class), Map.of());

    /** Reconstruction of every record; key: device id. */
    public static final Topic<String, Reconstruction> RECONSTRUCTIONS =
            flow("sensor.reconstructions", codec(Reconstruction.class), Map.of());

    /** Drift reports, one for each window; key: layout. */
    public static final Topic<String, DriftReport> DRIFT =
            new Topic<>("sensor.drift", Serdes.String(), codec(DriftReport.class), 1, DELETE, Map.of());

    /** Requests for retrains; key: layout. One partition, so that one trainer handles all requests. */
    public static final Topic<String, RetrainRequest> RETRAIN_REQUESTS =
            new Topic<>("sensor.retrain-requests", Serdes.String(), codec(RetrainRequest.class), 1, DELETE, Map.of());

    /** Outcomes of retrains, requested or not; key: layout. */
    public static final Topic<String, RetrainOutcome> RETRAINS =
            new Topic<>("sensor.retrains", Serdes.String(), codec(RetrainOutcome.class), 1, DELETE, Map.of());

    /** Unusable input records, unchanged, with the reason in the headers ({@link DeadLetterHeaders}). */
    public static final Topic<byte[], byte[]> DEAD_LETTERS = new Topic<>(
            "sensor.dead-letters",
            Serdes.ByteArray(),
            Serdes.ByteArray(),
            1,
            DELETE,
            Map.of("max.message.bytes", Integer.toString(DEAD_LETTER_BYTES)));

    private static final List<Topic<?, ?>> ALL = List.of(
            RECORDS,
            LAYOUTS,
            SELECTIONS,
            MODELS,
            REDUCED,
            RECONSTRUCTIONS,
            DRIFT,
            RETRAIN_REQUESTS,
            RETRAINS,
            DEAD_LETTERS);

    private Topics() {}

    /** All topics. */
    public static List<Topic<?, ?>> all() {
        return ALL;
    }

    private static <T extends SpecificRecord> Serde<T> codec(Class<T> type) {
        return AvroCodec.of(type).serde();
    }

    private static <V> Topic<String, V> flow(String name, Serde<V> values, Map<String, String> settings) {
        return new Topic<>(name, Serdes.String(), values, FLOW_PARTITIONS, DELETE, settings);
    }

    private static <V> Topic<String, V> table(String name, Serde<V> values) {
        return new Topic<>(name, Serdes.String(), values, 1, COMPACT, Map.of());
    }
}
