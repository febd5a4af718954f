package io.sensieve.benchmarks.app;

import io.sensieve.ReducedRecord;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.SensorRecord;
import io.sensieve.topic.Topics;
import java.io.IOException;
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

/** Builds the topologies that the streams app is compared with. */
final class BaselineTopologies {
    private BaselineTopologies() {}

    /** Reads each record as bytes and writes the same small value for each. */
    static Topology touch(byte[] payload) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(Topics.RECORDS.name(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .mapValues(value -> payload)
                .to(Topics.REDUCED.name(), Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
        return builder.build();
    }

    /** Copies each record as bytes. */
    static Topology copy() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(Topics.RECORDS.name(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .to(Topics.RECONSTRUCTIONS.name(), Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
        return builder.build();
    }

    /**
     * Reduces records with the generated Avro classes and Avro's own message decoder and encoder. The selections are
     * fixed and no record is checked.
     *
     * @param selections the active selection of each layout
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
                    } catch (IOException e) {
                        throw new SerializationException(e);
                    }
                },
                (topic, bytes) -> {
                    try {
                        return decoder.decode(bytes);
                    } catch (IOException e) {
                        throw new SerializationException(e);
                    }
                });
    }
}
