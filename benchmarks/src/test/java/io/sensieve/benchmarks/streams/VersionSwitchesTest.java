package io.sensieve.benchmarks.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensieve.benchmarks.streams.OutputObserver.Seen;
import io.sensieve.benchmarks.streams.VersionSwitches.Publication;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionSwitchesTest {
    private static final List<Publication> TWO =
            List.of(new Publication(2, 10_000, 10_020), new Publication(3, 12_000, 12_030));

    @Test
    void shouldMeasureTimesFromTheCommit() {
        // Given
        List<Seen> outputs = List.of(
                seen(10_000, 0, 1),
                seen(10_050, 0, 2),
                seen(10_170, 1, 1),
                seen(10_200, 1, 2),
                seen(12_025, 0, 3),
                seen(12_010, 1, 2));

        // When
        VersionSwitches switches = new VersionSwitches(TWO, outputs);

        // Then
        assertThat(switches.untilFirstNew().least()).isEqualTo(-5);
        assertThat(switches.untilFirstNew().most()).isEqualTo(30);
        assertThat(switches.untilLastOld().least()).isEqualTo(-20);
        assertThat(switches.untilLastOld().most()).isEqualTo(150);
    }

    @Test
    void shouldFindAPauseWhenOnlyOnePartitionStops() {
        // Given
        List<Seen> outputs = new ArrayList<>();
        for (long at = 8_000; at < 14_000; at += 100) {
            int version = at < 10_100 ? 1 : at < 12_100 ? 2 : 3;
            outputs.add(seen(at, 0, version));
            if (at <= 12_000 || at >= 13_500) {
                outputs.add(seen(at, 1, version));
            }
        }

        // When
        VersionSwitches switches = new VersionSwitches(TWO, outputs);

        // Then
        assertThat(switches.gapsBefore().most()).isEqualTo(100);
        assertThat(switches.gapsAround().least()).isEqualTo(100);
        assertThat(switches.gapsAround().most()).isEqualTo(1_500);
    }

    @Test
    void shouldAttributeAPauseToItsPublicationWhenItLastsUntilTheNextQuietSecond() {
        // Given
        List<Seen> outputs = List.of(
                seen(9_900, 0, 1), seen(10_000, 0, 1), seen(11_500, 0, 2), seen(11_600, 0, 2), seen(12_100, 0, 3));

        // When
        VersionSwitches switches = new VersionSwitches(TWO, outputs);

        // Then
        assertThat(switches.gapsAround().most()).isEqualTo(1_500);
        assertThat(switches.gapsBefore().most()).isEqualTo(100);
    }

    @Test
    void shouldFailWhenAnOlderVersionComesAfterANewerOne() {
        // Given
        List<Seen> outputs = List.of(seen(10_000, 0, 2), seen(10_001, 1, 1), seen(10_002, 0, 1));

        // When / Then
        assertThatThrownBy(() -> new VersionSwitches(TWO, outputs))
                .hasMessage("version 1 has projected a record after version 2 in partition 0");
    }

    @Test
    void shouldFailWhenTheVersionBeforeTheFirstWasNeverUsed() {
        // Given
        List<Seen> outputs = List.of(seen(10_100, 0, 2), seen(12_100, 0, 3));

        // When / Then
        assertThatThrownBy(() -> new VersionSwitches(TWO, outputs)).hasMessage("version 1 has projected no record");
    }

    @Test
    void shouldFailWhenAVersionWasNeverUsed() {
        // Given
        List<Seen> outputs = List.of(seen(10_000, 0, 1), seen(10_100, 0, 2));

        // When / Then
        assertThatThrownBy(() -> new VersionSwitches(TWO, outputs)).hasMessage("version 3 has projected no record");
    }

    private static Seen seen(long millis, int partition, int version) {
        return new Seen(0, millis, partition, version);
    }
}
