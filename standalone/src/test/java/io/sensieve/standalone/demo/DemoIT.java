package io.sensieve.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sensieve.standalone.Cli;
import io.sensieve.standalone.PlantedFile;
import io.sensieve.standalone.grafana.Dashboard;
import io.sensieve.standalone.grafana.Grafana;
import io.sensieve.standalone.grafana.Prometheus;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays the demo on a real broker. If Prometheus is installed, it scrapes the services, and each panel and alert of
 * {@code grafana} must find data.
 */
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoIT {
    /** Meters that the demo does not register, because it has no refused selection. */
    private static final Set<String> ONLY_AFTER_FAILURES = Set.of("sensieve_selection_refused_total");

    private final Instant start = Instant.now();

    private Optional<Prometheus> prometheus = Optional.empty();
    private Cli cli;

    @BeforeAll
    void play(@TempDir Path folder) throws Exception {
        Optional<Path> program = Grafana.program("prometheus");
        if (program.isPresent()) {
            prometheus = Optional.of(Prometheus.start(program.get(), folder));
        }
        Path file = PlantedFile.write(folder.resolve("planted.csv"), 1500, 24, 7);
        cli = Cli.run(new AddressWatch(), "demo", "--data", file.toString(), "--k", "6", "--epochs", "40", "--json");
    }

    @AfterAll
    void end() {
        prometheus.ifPresent(Prometheus::close);
    }

    /** Finds the addresses of the services in the demo's output and adds them to Prometheus. */
    private final class AddressWatch extends StringWriter {
        private static final Pattern ADDRESSES =
                Pattern.compile("trainer on (\\S+)/metrics, streams app on (\\S+)/metrics");
        private boolean found;

        @Override
        public void flush() {
            Matcher addresses = ADDRESSES.matcher(getBuffer());
            if (!found && addresses.find()) {
                found = true;
                prometheus.ifPresent(scraper -> {
                    try {
                        scraper.scrape("sensieve-trainer", URI.create(addresses.group(1)));
                        scraper.scrape("sensieve-streams", URI.create(addresses.group(2)));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        }
    }

    @Test
    void shouldDetectDriftAndRecoverWhenTheDistributionShifts() throws IOException {
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        JsonNode summary = new ObjectMapper().readTree(cli.out());
        assertThat(summary.path("records_in").asLong())
                .isPositive()
                .isEqualTo(summary.path("reduced").asLong()
                        + summary.path("dead_letters").asLong());
        assertThat(summary.path("reconstructed").asLong())
                .isEqualTo(summary.path("reduced").asLong());
        assertThat(summary.path("dead_letters").asLong()).isEqualTo(5);
        assertThat(summary.path("first_version").asInt()).isEqualTo(1);
        assertThat(summary.path("last_version").asInt()).isEqualTo(3);
        assertThat(summary.path("sensor_answered_by").asText()).isEqualTo("sensor");
        assertThat(summary.path("sensor_left_out").asBoolean()).isTrue();
        assertThat(summary.path("error_drifted").asDouble())
                .isGreaterThan(summary.path("error_before").asDouble());
        assertThat(summary.path("error_after").asDouble())
                .isLessThan(summary.path("error_drifted").asDouble());
        assertThat(summary.path("blamed_channels")).isNotEmpty();
        assertThat(summary.path("seconds").asDouble()).isPositive();
    }

    @Test
    void shouldHaveDataForEachPanelAndAnnotationWhenPrometheusScrapes() throws Exception {
        // Given
        Prometheus data = scraped();

        // When
        List<String> empty = new ArrayList<>();
        int asked = 0;
        for (Dashboard dashboard : Dashboard.all()) {
            for (Dashboard.Query query : dashboard.queries()) {
                asked++;
                if (!hasData(data.series(filledIn(query.expression()), start))) {
                    empty.add(query.where() + ": " + filledIn(query.expression()));
                }
            }
        }

        // Then
        assertThat(asked).isGreaterThan(60);
        assertThat(empty).isEmpty();
    }

    @Test
    void shouldEvaluateEachAlertWhenPrometheusScrapes() throws Exception {
        // Given
        Prometheus data = scraped();
        Set<String> named = new TreeSet<>();
        Grafana.alerts()
                .forEach(alert -> named.addAll(Grafana.meters(alert.path("expr").asText())));
        named.removeAll(ONLY_AFTER_FAILURES);

        // When
        List<String> empty = new ArrayList<>();
        for (String meter : named) {
            if (!hasData(data.series("count(" + meter + ")", start))) {
                empty.add(meter);
            }
        }

        // Then
        assertThat(empty).isEmpty();
        assertThat(data.rules())
                .hasSameSizeAs(Grafana.alerts())
                .allSatisfy(rule -> assertThat(rule.path("health").asText())
                        .as(rule.toString())
                        .isEqualTo("ok"));
    }

    private Prometheus scraped() {
        assumeTrue(
                prometheus.isPresent(),
                "skipped: there is no prometheus on the path, so panels and alerts are not tested");
        return prometheus.get();
    }

    private static String filledIn(String expression) {
        return expression
                .replace("$__rate_interval", "10s")
                .replace("$layout", ".*")
                .replace("$instance", ".*");
    }

    private static boolean hasData(List<JsonNode> series) {
        return series.stream()
                .flatMap(one ->
                        java.util.stream.StreamSupport.stream(one.path("values").spliterator(), false))
                .anyMatch(point -> !"NaN".equals(point.path(1).asText()));
    }
}
