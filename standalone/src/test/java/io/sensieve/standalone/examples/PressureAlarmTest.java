package io.sensieve.standalone.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.ReducedRecord;
import io.sensieve.streams.testing.SensieveTestDriver;
import io.sensieve.streams.testing.TestSelection;
import io.sensieve.topic.Topics;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.serialization.FloatDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;

class PressureAlarmTest {
    @Test
    void shouldAlarmWhenPressureIsAboveTheLimit() {
        try (SensieveTestDriver sensieve = SensieveTestDriver.open();
                TopologyTestDriver driver = new TopologyTestDriver(PressureAlarm.topology(1, 8.5f))) {
            TestInputTopic<String, ReducedRecord> reduced = driver.createInputTopic(
                    Topics.REDUCED.name(),
                    Topics.REDUCED.keySerde().serializer(),
                    Topics.REDUCED.valueSerde().serializer());
            TestOutputTopic<String, Float> alarms =
                    driver.createOutputTopic("pressure.alarms", new StringDeserializer(), new FloatDeserializer());
            List<String> channels = List.of("rpm", "oil", "pressure", "flow");
            sensieve.publish(TestSelection.of("turbine", 1, channels, "rpm", "pressure"));

            sensieve.send("turbine-17", "turbine", Instant.EPOCH, 20f, 70f, 8.4f, 3f);
            sensieve.send("turbine-17", "turbine", Instant.EPOCH, 20f, 70f, 8.6f, 3f);
            reduced.pipeRecordList(sensieve.read(Topics.REDUCED));

            assertThat(alarms.readValuesToList()).containsExactly(8.6f);
        }
    }
}
