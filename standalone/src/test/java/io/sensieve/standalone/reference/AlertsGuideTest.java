package io.sensieve.standalone.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that the guide has a section for each alert, with the anchor that the alert links to. */
class AlertsGuideTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path RULES = ROOT.resolve("grafana/prometheus/rules");
    private static final Pattern ALERT = Pattern.compile("alert: (\\w+)");
    private static final Pattern RUNBOOK = Pattern.compile("alerts\\.md#([\\w-]+)");
    private static final Pattern HEADING = Pattern.compile("(?m)^### Alert: (\\w+)$");

    @Test
    void shouldHaveAHeadingForEachAlertWhenThereAreRules() throws IOException {
        // Given
        assumeThat(RULES).as("alert rules").isDirectory();
        StringBuilder rules = new StringBuilder();
        try (Stream<Path> files = Files.list(RULES)) {
            for (Path file : files.toList()) {
                rules.append(Files.readString(file));
            }
        }

        // When
        List<String> headings = found(HEADING, Files.readString(ROOT.resolve("docs/how-to/alerts.md")));

        // Then
        assertThat(headings).containsExactlyInAnyOrderElementsOf(found(ALERT, rules.toString()));
        assertThat(headings)
                .map(alert -> "alert-" + alert.toLowerCase(Locale.ROOT))
                .containsAll(found(RUNBOOK, rules.toString()));
    }

    private static List<String> found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.results().map(match -> match.group(1)).toList();
    }
}
