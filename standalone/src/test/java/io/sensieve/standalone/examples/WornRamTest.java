package io.sensieve.standalone.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.AttributedChannel;
import io.sensieve.DriftReport;
import io.sensieve.Verdict;
import io.sensieve.streams.testing.SensieveTestDriver;
import io.sensieve.streams.testing.TestSelection;
import io.sensieve.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WornRamTest {
    @Test
    void shouldAttributeTheDriftToTheRamWhenItsGainIsLost() {
        try (SensieveTestDriver sensieve = SensieveTestDriver.open()) {
            List<String> channels = List.of("oil", "ram", "dust");
            sensieve.publish(TestSelection.fitted("press", 1, channels, rows(1_000, 0.5f), "oil"));

            for (float[] row : rows(500, 0.1f)) {
                sensieve.send("press-4", "press", SensieveTestDriver.START, row);
            }
            sensieve.advance(Duration.ofMinutes(2));

            DriftReport report = sensieve.values(Topics.DRIFT).get(0);
            assertThat(report.getVerdict()).isEqualTo(Verdict.DRIFT);
            assertThat(report.getAttribution())
                    .extracting(AttributedChannel::getName)
                    .containsExactly("ram");
        }
    }

    /** The ram follows the oil. */
    private static float[][] rows(int count, float gain) {
        Random random = new Random(2);
        return Stream.generate(() -> {
                    float oil = random.nextFloat();
                    float noise = (float) random.nextGaussian() / 100;
                    return new float[] {oil, gain * oil + noise, random.nextFloat()};
                })
                .limit(count)
                .toArray(float[][]::new);
    }
}
