package io.sensieve.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.systemtests.load.Devices;
import io.sensieve.systemtests.load.PoisonPill;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Performs a short run of {@code system-tests/run torture}. */
class TortureRunIT {
    private static final int RECORDS = 20_000;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldHaveExactlyOneCorrectOutputOfEachRecordWhenInstancesAndABrokerAreKilled() throws InterruptedException {
        // Given
        StringWriter progress = new StringWriter();
        TortureRun.Setup setup = new TortureRun.Setup(
                folder, 2, new Devices.Setup(50, 1_000, 0.01, 17), Duration.ofMillis(500), Map.of());
        RandomKills kills = new RandomKills(RECORDS, 3, 1, 17);

        // When
        TortureReport report = new TortureRun(setup, kills, new PrintWriter(progress)).run();

        // Then
        assertThat(report.checks())
                .as(progress + "\n" + report.markdown())
                .allMatch(Check::holds)
                .contains(
                        Check.exactly("instances killed", 3, 3),
                        Check.exactly("leading brokers killed", 1, 1),
                        Check.none("missing", 0),
                        Check.none("duplicated", 0));
        assertThat(found(report, "reduced records")).isGreaterThanOrEqualTo(RECORDS);
        assertThat(found(report, "versions used")).isGreaterThan(3);
        assertThat(report.poison()).containsOnlyKeys(PoisonPill.values());
    }

    private static long found(TortureReport report, String what) {
        return report.checks().stream()
                .filter(check -> check.what().equals(what))
                .findFirst()
                .orElseThrow()
                .found();
    }
}
