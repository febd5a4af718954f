package io.sensieve.standalone.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensieve.DriftReport;
import io.sensieve.KeptVersionError;
import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainResult;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.TrainingSummary;
import io.sensieve.Verdict;
import io.sensieve.VersionComparison;
import io.sensieve.codec.AvroCodec;
import io.sensieve.service.SettingException;
import io.sensieve.streams.testing.TestSelection;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class HistoryPageTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final String HOSTILE = "worn <ram> & \"seal\"";

    @TempDir
    private Path folder;

    /** Avro makes no record of a generated class before that is trusted, and the codecs see to it. */
    @BeforeAll
    static void trustRecords() {
        AvroCodec.of(DriftReport.class);
    }

    @Test
    void shouldWriteOneWellFormedPageWhenALayoutHasAHistory() throws Exception {
        // Given: version 1 drifts, a challenger loses, version 2 takes over
        List<DriftReport> reports = new ArrayList<>();
        for (int hour = 0; hour < 6; hour++) {
            reports.add(report(hour, hour < 4 ? 1 : 2, hour == 2 || hour == 3 ? 0.02 : 0.01));
        }
        reports.add(report(6, 2, Double.NaN));
        History history = new History(
                "press",
                Optional.of(new SelectionPointer("press", 2, START, true, ByteBuffer.allocate(0))),
                List.of(selection(1), selection(2)),
                reports,
                List.of(
                        outcome(RetrainResult.DECLINED, 0, HOSTILE),
                        outcome(RetrainResult.PUBLISHED, 2, "1 channel is new: oil")));

        // When
        Path file = folder.resolve("press.html");
        ReportFile.write(file, history);

        // Then
        String html = Files.readString(file);
        Document page = parsed(html);
        String text = page.getElementsByTagName("body").item(0).getTextContent();
        assertThat(text)
                .contains("version 2, pinned", "DECLINED", HOSTILE, "2 (active)", "1 channel is new: oil")
                .contains("2.0000e-02", "All 6 windows", "9.8000e-03")
                .contains("best kept version 1: 3.0000e-02, where the active selection has 1.0000e-02; regret 1");
        assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(1);
        assertThat(page.getElementsByTagName("polyline").getLength()).isEqualTo(2);
        assertThat(html).doesNotContain("href", "src=", "NaN", "Infinity", "<script");
    }

    @Test
    void shouldSayThatThereIsNoWindowWhenNoneHasBeenReported() {
        // When
        String html = new HistoryPage(
                        new History("press", Optional.empty(), List.of(selection(1)), List.of(), List.of()))
                .html();

        // Then
        assertThat(html).contains("No window has been reported yet.", "None.", "none");
    }

    @Test
    void shouldNameTheOptionWhenTheFileIsAFolder() throws IOException {
        assertThatThrownBy(() -> ReportFile.check("--html", folder))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("for --html: must be a file");
    }

    private static Selection selection(int version) {
        return TestSelection.of("press", version, List.of("oil", "ram", "dust"), "oil", "ram")
                .selection();
    }

    private static RetrainOutcome outcome(RetrainResult result, int version, String reason) {
        return RetrainOutcome.newBuilder()
                .setLayout("press")
                .setCause("drift")
                .setResult(result)
                .setReason(reason)
                .setDecidedAt(START)
                .setVersion(version)
                .setTraining(new TrainingSummary(0.0099, 0.2, 0.01, 0.0098, 0, 2, 400L, 100L, START, START, 1.5))
                .build();
    }

    private static DriftReport report(int hour, int version, double error) {
        return DriftReport.newBuilder()
                .setLayout("press")
                .setSelectionVersion(version)
                .setWindowStart(START.plus(Duration.ofHours(hour)))
                .setWindowEnd(START.plus(Duration.ofHours(hour + 1)))
                .setRecords(Double.isNaN(error) ? 0 : 100)
                .setVerdict(error > 0.015 ? Verdict.DRIFT : Verdict.STABLE)
                .setErrorMean(error)
                .setErrorRatio(error / 0.01)
                .setErrorScore(0)
                .setDriftedChannels(0)
                .setMissingShare(0)
                .setAttribution(List.of())
                .setComparison(
                        version == 1
                                ? null
                                : new VersionComparison(50L, 0.01, List.of(new KeptVersionError(1, 0.03, 3.0)), 1.0))
                .build();
    }

    private static Document parsed(String html) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    }
}
