package sensieve.standalone.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.apache.kafka.common.serialization.FloatDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import sensieve.ReducedRecord;
import sensieve.codec.Floats;
import sensieve.topic.Topics;

class PressureAlarmTest {
    @Test
    void shouldAlarmWhenPressureIsAboveTheLimit() {
        try (TopologyTestDriver driver = new TopologyTestDriver(PressureAlarm.topology(1, 8.5f))) {
            TestInputTopic<String, ReducedRecord> reduced = driver.createInputTopic(
                    Topics.REDUCED.name(),
                    Topics.REDUCED.keySerde().serializer(),
                    Topics.REDUCED.valueSerde().serializer());
            TestOutputTopic<String, Float> alarms =
                    driver.createOutputTopic("pressure.alarms", new StringDeserializer(), new FloatDeserializer());

            reduced.pipeInput("turbine-17", record(20f, 8.4f));
            reduced.pipeInput("turbine-17", record(20f, 8.6f));

            assertThat(alarms.readValuesToList()).containsExactly(8.6f);
        }
    }

    private static ReducedRecord record(float... values) {
        return new ReducedRecord("turbine", 1, Instant.EPOCH, Floats.view(values));
    }
}
