package io.sensieve.standalone.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sensieve.standalone.reference.EveryStreamsMeter;
import io.sensieve.standalone.reference.EveryTrainerMeter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks dashboards and alerts without Prometheus. */
class DashboardsTest {
    private static final Set<String> DASHBOARD_IDS =
            Set.of("sensieve-overview", "sensieve-selection", "sensieve-training", "sensieve-streams");

    @Test
    void shouldNameOnlyExistingMetersWhenDashboardsAndAlertsQuery() {
        // Given
        Set<String> named = new TreeSet<>();
        for (Dashboard dashboard : Dashboard.all()) {
            dashboard.queries().forEach(query -> named.addAll(Grafana.meters(query.expression())));
            Dashboard.list(dashboard.json().path("templating").path("list"))
                    .forEach(variable ->
                            named.addAll(Grafana.meters(variable.path("query").asText())));
        }
        Grafana.alerts()
                .forEach(alert -> named.addAll(Grafana.meters(alert.path("expr").asText())));

        // When
        Set<String> own = ownMeters();

        // Then
        assertThat(named).filteredOn(name -> name.startsWith("sensieve_")).hasSizeGreaterThan(30);
        assertThat(named).filteredOn(name -> name.startsWith("sensieve_")).isSubsetOf(own);
        assertThat(named)
                .filteredOn(name -> !name.startsWith("sensieve_"))
                .allMatch(
                        name -> name.matches(
                                "kafka_stream_(thread|task|topic|state|alive|failed)_.+|kafka_(consumer|producer)_.+|jvm_.+|process_.+"));
    }

    private static Set<String> ownMeters() {
        PrometheusMeterRegistry streams = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        EveryStreamsMeter.in(streams, "L");
        PrometheusMeterRegistry trainer = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        EveryTrainerMeter.in(trainer, "L");
        return Stream.of(streams, trainer)
                .flatMap(registry -> registry.scrape().lines())
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());
    }

    @Test
    void shouldStateAQuestionAndAUnitWhenAPanelIsShown() {
        for (Dashboard dashboard : Dashboard.all()) {
            Set<Integer> ids = new HashSet<>();
            for (JsonNode panel : dashboard.panels()) {
                String where = dashboard.file() + ": " + panel.path("title").asText();
                assertThat(panel.path("description").asText()).as(where).contains("?");
                assertThat(panel.path("fieldConfig")
                                .path("defaults")
                                .path("unit")
                                .asText())
                        .as(where)
                        .isNotEmpty();
                assertThat(panel.path("targets")).as(where).isNotEmpty();
                assertThat(ids.add(panel.path("id").asInt())).as(where).isTrue();
            }
        }
    }

    @Test
    void shouldNotOverlapWhenPanelsAreLaidOut() {
        for (Dashboard dashboard : Dashboard.all()) {
            List<String> cells = new ArrayList<>();
            for (JsonNode panel : dashboard.panels()) {
                JsonNode at = panel.path("gridPos");
                assertThat(at.path("x").asInt() + at.path("w").asInt()).isBetween(1, 24);
                for (int x = 0; x < at.path("w").asInt(); x++) {
                    for (int y = 0; y < at.path("h").asInt(); y++) {
                        cells.add(
                                (at.path("x").asInt() + x) + "/" + (at.path("y").asInt() + y));
                    }
                }
            }
            assertThat(cells).as(dashboard.file()).doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldHaveLinksVariablesAndAnnotationsWhenADashboardIsShown() {
        List<Dashboard> all = Dashboard.all();
        assertThat(all)
                .extracting(dashboard -> dashboard.json().path("uid").asText())
                .containsExactlyInAnyOrderElementsOf(DASHBOARD_IDS);
        for (Dashboard dashboard : all) {
            Set<String> others = new HashSet<>(DASHBOARD_IDS);
            others.remove(dashboard.json().path("uid").asText());
            assertThat(names(dashboard.json().path("links"), "url"))
                    .containsExactlyInAnyOrderElementsOf(
                            others.stream().map(id -> "/d/" + id).toList());
            assertThat(names(dashboard.json().path("templating").path("list"), "name"))
                    .contains("datasource", "layout");
            assertThat(names(dashboard.json().path("annotations").path("list"), "name"))
                    .containsExactly("Publications", "Drift");
        }
    }

    private static List<String> names(JsonNode list, String field) {
        return Dashboard.list(list).stream()
                .map(entry -> entry.path(field).asText())
                .toList();
    }

    @Test
    void shouldNameTheFirstStepWhenAnAlertFires() {
        List<JsonNode> alerts = Grafana.alerts();
        assertThat(alerts).hasSizeGreaterThanOrEqualTo(9);
        for (JsonNode alert : alerts) {
            String name = alert.path("alert").asText();
            JsonNode annotations = alert.path("annotations");
            assertThat(alert.path("labels").path("severity").asText()).as(name).isIn("critical", "warning");
            assertThat(annotations.path("summary").asText()).as(name).isNotEmpty();
            assertThat(annotations.path("description").asText()).as(name).isNotEmpty();
            assertThat(annotations.path("first_step").asText()).as(name).isNotEmpty();
            assertThat(DASHBOARD_IDS)
                    .as(name)
                    .contains(Path.of(annotations.path("dashboard").asText())
                            .getName(1)
                            .toString());
            assertThat(annotations.path("runbook").asText())
                    .isEqualTo("docs/how-to/alerts.md#alert-" + name.toLowerCase(java.util.Locale.ROOT));
        }
    }
}
