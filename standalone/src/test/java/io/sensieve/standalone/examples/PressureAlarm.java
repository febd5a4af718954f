package io.sensieve.standalone.examples;

import io.sensieve.topic.Topics;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

final class PressureAlarm {
    private PressureAlarm() {}

    static Topology topology(int position, float limit) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(Topics.REDUCED.name(), Consumed.with(Topics.REDUCED.keySerde(), Topics.REDUCED.valueSerde()))
                .filter((device, record) -> record.getValues().get(position) > limit)
                .mapValues(record -> record.getValues().get(position))
                .to("pressure.alarms", Produced.with(Serdes.String(), Serdes.Float()));
        return builder.build();
    }
}
