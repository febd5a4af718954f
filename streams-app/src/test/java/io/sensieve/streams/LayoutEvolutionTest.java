package io.sensieve.streams;

import static io.sensieve.streams.testing.SensieveTestDriver.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.AttributedChannel;
import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.DriftReport;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.SensorLayout;
import io.sensieve.Verdict;
import io.sensieve.streams.testing.SensieveTestDriver;
import io.sensieve.streams.testing.TestSelection;
import io.sensieve.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Layouts that change while the stream runs: {@code press-2} has one channel less and one channel more than
 * {@code press-1}, {@code press-3} has the channels of {@code press-1} in another order. A value depends only on the
 * name of its channel and the state of the machine, so the tests detect a value under a wrong name.
 */
@NullUnmarked
class LayoutEvolutionTest {
    private static final Map<String, List<String>> LAYOUTS = new TreeMap<>(Map.of(
            "press-1", List.of("oil", "ram", "dust", "temp"),
            "press-2", List.of("temp", "volt", "oil", "ram"),
            "press-3", List.of("dust", "temp", "ram", "oil")));

    private final SensieveTestDriver driver = SensieveTestDriver.open();
    private final Random random = new Random(8);
    private final List<Machine> sent = new ArrayList<>();
    private final Map<String, Selection> published = new TreeMap<>();
    private float noise = 0;

    /** State of a machine, which determines the values of its channels. */
    private record Machine(float load, float age) {
        float value(String channel) {
            return switch (channel) {
                case "oil" -> 100 + 10 * load;
                case "ram" -> age;
                case "dust" -> load + 2 * age;
                case "temp" -> 20 + 3 * load - age;
                case "volt" -> 400 - 5 * age;
                default -> throw new IllegalArgumentException(channel);
            };
        }
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldProjectEveryValueUnderItsNameWhenDevicesChangeTheirLayout() {
        // When
        changeLayouts();

        // Then
        assertThat(driver.values(Topics.REDUCED)).hasSameSizeAs(sent).allSatisfy(record -> {
            List<SelectedChannel> selected =
                    selection(record.getLayout(), record.getSelectionVersion()).getChannels();
            assertThat(record.getValues())
                    .isEqualTo(selected.stream()
                            .map(channel -> machine(record.getTimestamp()).value(channel.getName()))
                            .toList());
        });
    }

    @Test
    void shouldReconstructEveryValueUnderItsNameWhenDevicesChangeTheirLayout() {
        // When
        changeLayouts();

        // Then
        assertThat(driver.values(Topics.RECONSTRUCTIONS)).hasSameSizeAs(sent).allSatisfy(record -> {
            List<String> names =
                    selection(record.getLayout(), record.getSelectionVersion()).getChannelNames();
            for (int c = 0; c < names.size(); c++) {
                assertThat(record.getValues().get(c))
                        .as(names.get(c))
                        .isCloseTo(machine(record.getTimestamp()).value(names.get(c)), within(1e-3f));
            }
        });
    }

    @Test
    void shouldProjectEachRecordWithTheActiveVersionWhenDevicesChangeTheirLayout() {
        // When
        changeLayouts();

        // Then
        assertThat(driver.values(Topics.DEAD_LETTERS)).isEmpty();
        Map<String, Long> counts = driver.values(Topics.REDUCED).stream()
                .collect(Collectors.groupingBy(
                        record -> record.getLayout() + "/" + record.getSelectionVersion(), Collectors.counting()));
        assertThat(counts)
                .isEqualTo(Map.of(
                        "press-1/3", 65L, "press-1/4", 20L, "press-2/1", 35L, "press-2/2", 20L, "press-3/1", 40L));
    }

    /** Declares the layouts one after another, publishes selections of each, and sends records in between. */
    private void changeLayouts() {
        declare("press-1");
        publish("press-1", 3, "oil", "ram");
        send(30, "press-1");
        declare("press-2");
        send(30, "press-1", "press-2");
        publish("press-2", 1, "oil", "ram");
        declare("press-3");
        publish("press-3", 1, "ram", "oil");
        send(60, "press-1", "press-2", "press-3");
        publish("press-1", 4, "temp", "dust");
        publish("press-2", 2, "volt", "oil");
        send(60, "press-1", "press-2", "press-3");
    }

    @Test
    void shouldGiveEachLayoutItsOwnVerdictWhenOneOfThemDrifts() {
        // Given
        noise = 0.1f;
        LAYOUTS.keySet().forEach(layout -> publish(layout, 1, "oil", "ram"));

        // When
        for (int i = 0; i < 300; i++) {
            LAYOUTS.forEach((layout, channels) -> {
                float[] values = measured(machine(), layout);
                if (layout.equals("press-3")) {
                    values[channels.indexOf("temp")] += 5;
                }
                driver.send("device of " + layout, layout, START, values);
            });
        }
        driver.advance(Duration.ofMinutes(2));

        // Then
        Map<String, DriftReport> reports = driver.values(Topics.DRIFT).stream()
                .filter(report -> !report.getEarly())
                .collect(Collectors.toMap(DriftReport::getLayout, report -> report));
        assertThat(reports).containsOnlyKeys(LAYOUTS.keySet());
        assertThat(reports.get("press-1").getVerdict()).isEqualTo(Verdict.STABLE);
        assertThat(reports.get("press-2").getVerdict()).isEqualTo(Verdict.STABLE);
        assertThat(reports.get("press-3").getVerdict()).isEqualTo(Verdict.DRIFT);
        assertThat(reports.get("press-3").getAttribution())
                .extracting(AttributedChannel::getName)
                .containsExactly("temp");
    }

    private void declare(String layout) {
        List<Channel> channels = channels(layout).stream()
                .map(name -> new Channel(name, "", 1.0, ChannelRole.CANDIDATE))
                .toList();
        driver.send(Topics.LAYOUTS, layout, new SensorLayout(layout, channels));
    }

    private void publish(String layout, int version, String... selected) {
        float[][] rows = new float[500][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = measured(machine(), layout);
        }
        TestSelection selection = TestSelection.fitted(layout, version, channels(layout), rows, selected);
        published.put(layout + "/" + version, selection.selection());
        driver.publish(selection);
    }

    /** Each record has an event time of its own, which identifies its device. */
    private void send(int records, String... layouts) {
        for (int i = 0; i < records; i++) {
            String layout = layouts[i % layouts.length];
            Machine machine = machine();
            driver.send(
                    "device-" + i % layouts.length, layout, START.plusMillis(sent.size()), measured(machine, layout));
            sent.add(machine);
        }
    }

    private float[] measured(Machine machine, String layout) {
        List<String> channels = channels(layout);
        float[] values = new float[channels.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = machine.value(channels.get(i)) + noise * random.nextFloat();
        }
        return values;
    }

    private Machine machine() {
        return new Machine(random.nextFloat(), random.nextFloat());
    }

    private Machine machine(Instant time) {
        return sent.get((int) Duration.between(START, time).toMillis());
    }

    private Selection selection(String layout, int version) {
        return published.get(layout + "/" + version);
    }

    private static List<String> channels(String layout) {
        return LAYOUTS.get(layout);
    }
}
