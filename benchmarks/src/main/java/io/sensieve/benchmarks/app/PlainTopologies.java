package io.sensieve.benchmarks.app;

import io.sensieve.ReducedRecord;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.SensorRecord;
import io.sensieve.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/** What the streams app is measured against. */
final class PlainTopologies {
    private PlainTopologies() {}

    /** Reads the bytes and writes the same small value for each record. */
    static Topology touch(byte[] payload) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(Topics.RECORDS.name(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .mapValues(value -> payload)
                .to(Topics.REDUCED.name(), Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
        return builder.build();
    }

    /** Writes the bytes that it reads. */
    static Topology copy() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(Topics.RECORDS.name(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .to(Topics.RECONSTRUCTIONS.name(), Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
        return builder.build();
    }

    /**
     * Reduces records the ordinary way: generated classes, Avro's own message decoder and encoder in a serde, one step.
     * It knows the selections beforehand, and checks nothing.
     *
     * @param selections by layout
     */
    static Topology stock(Map<String, Selection> selections) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(
                        Topics.RECORDS.name(),
                        Consumed.with(Serdes.String(), serde(SensorRecord.getEncoder(), SensorRecord.getDecoder())))
                .mapValues(record -> reduce(record, Objects.requireNonNull(selections.get(record.getLayout()))))
                .to(
                        Topics.REDUCED.name(),
                        Produced.with(Serdes.String(), serde(ReducedRecord.getEncoder(), ReducedRecord.getDecoder())));
        return builder.build();
    }

    private static ReducedRecord reduce(SensorRecord record, Selection selection) {
        List<Float> values = new ArrayList<>();
        for (SelectedChannel channel : selection.getChannels()) {
            values.add(record.getValues().get(channel.getIndex()));
        }
        return new ReducedRecord(record.getLayout(), selection.getVersion(), record.getTimestamp(), values);
    }

    private static <T extends SpecificRecord> Serde<T> serde(
            BinaryMessageEncoder<T> encoder, BinaryMessageDecoder<T> decoder) {
        return Serdes.serdeFrom(
                (topic, record) -> {
                    try {
                        return encoder.encode(record).array();
                    } catch (java.io.IOException e) {
                        throw new SerializationException(e);
                    }
                },
                (topic, bytes) -> {
                    try {
                        return decoder.decode(bytes);
                    } catch (java.io.IOException e) {
                        throw new SerializationException(e);
                    }
                });
    }
}
