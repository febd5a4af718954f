package io.sensieve.standalone.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.standalone.data.DataSplit;
import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.progress.TrainingProgress;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.TrainedSelection;
import io.sensieve.trainer.study.DeadChannel;
import io.sensieve.trainer.study.Resilience;
import io.sensieve.trainer.study.SpareUse;
import io.sensieve.trainer.study.Subsamples;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportTest {
    private static final String HOSTILE = "<b>&\"'\u0001\uD83D\uDE00]]></b>";

    /** As a page shows it: XML cannot hold the control character. */
    private static final String SHOWN = HOSTILE.replace('\u0001', '\uFFFD');

    @TempDir
    private Path folder;

    @Test
    void shouldWriteEveryFigureWhenThereAreSeveralK() throws Exception {
        // Given
        Experiment experiment = experiment(SelectionMethod.IP_CAE, 1, 2, 3);
        Path file = folder.resolve("report.html");

        // When
        ReportFile.write(file, experiment);

        // Then
        Document page = parsed(Files.readString(file));
        String text = page.getDocumentElement().getTextContent();
        assertThat(experiment.knee()).isPresent();
        assertThat(text).contains("knee, K = " + experiment.knee().getAsInt());
        for (ExperimentRun run : experiment.runs()) {
            assertThat(text)
                    .contains(
                            "K = " + run.k(),
                            NumberFormats.error(run.test()),
                            NumberFormats.error(run.validationError()));
            for (TrainingProgress epoch : run.trained().run().curve()) {
                assertThat(text)
                        .contains(
                                NumberFormats.error(epoch.loss()),
                                NumberFormats.error(epoch.validationError()),
                                NumberFormats.brief(epoch.temperature()));
            }
            for (DeadChannel dead : run.resilience().channels()) {
                assertThat(text)
                        .contains(
                                shown(dead.name()),
                                NumberFormats.error(dead.missing()),
                                NumberFormats.error(dead.inferred()));
                assertThat(text)
                        .contains(NumberFormats.error(dead.spare().orElseThrow().error()));
            }
            for (SpareUse use : run.resilience().spares()) {
                assertThat(text).contains(shown(use.replacesName()), NumberFormats.error(use.error()));
            }
            for (float error : run.trained().validation().reference().getChannelError()) {
                assertThat(text).contains(NumberFormats.error(error));
            }
            assertThat(text)
                    .contains(NumberFormats.brief(run.stability().orElseThrow().kuncheva()));
        }
        assertThat(page.getElementsByTagName("svg").getLength()).isGreaterThanOrEqualTo(1 + 3 * 4);
    }

    @Test
    void shouldWriteASelfContainedPageWhenNamesContainMarkup() throws Exception {
        // Given, When
        Experiment experiment = experiment(SelectionMethod.CSS, 2);
        String html = new ReportPage(experiment).html();

        // Then: the name is there as text, and nothing in the file is fetched or run
        Document page = parsed(html);
        assertThat(html).startsWith("<!DOCTYPE html>").doesNotContain("<b>");
        assertThat(page.getDocumentElement().getTextContent()).contains(SHOWN);
        for (String fetching : List.of("script", "link", "img", "iframe", "object", "use")) {
            assertThat(page.getElementsByTagName(fetching).getLength()).isZero();
        }
        assertThat(html).doesNotContain("@import", "url(", "href", "src=");
        String style = page.getElementsByTagName("style").item(0).getTextContent();
        assertThat(style).doesNotContain("<", ">", "&").contains("prefers-color-scheme: dark");
        NodeList lines = page.getElementsByTagName("polyline");
        assertThat(lines.getLength()).isPositive();
        for (int i = 0; i < lines.getLength(); i++) {
            assertThat(lines.item(i).getAttributes().getNamedItem("points").getNodeValue())
                    .doesNotContain("NaN", "Infinity");
        }
    }

    @Test
    void shouldLeaveOnlyTheReportWhenAFileIsReplaced() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("report.html"), "old");

        // When
        ReportFile.write(file, experiment(SelectionMethod.CSS, 2));

        // Then
        assertThat(Files.readString(file)).contains("K = 2").endsWith("</html>\n");
        assertThat(folder.toFile().list()).containsExactly("report.html");
    }

    private static String shown(String name) {
        return name.equals(HOSTILE) ? SHOWN : name;
    }

    private static Document parsed(String html) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    }

    /** Two sources, each in three channels; the first channel has a name that breaks careless pages. */
    private static Experiment experiment(SelectionMethod method, int... ks) {
        Random random = new Random(7);
        DataSplit split =
                new DataSplit(rows(random, 120), rows(random, 40), rows(random, 40), "planted", Optional.empty());
        TrainingData data = split.trainingData(List.of(HOSTILE, "a1", "a2", "b0", "b1", "b2"));
        List<ExperimentRun> runs = new ArrayList<>();
        for (int k : ks) {
            TrainSettings settings = TrainSettings.of(k)
                    .withSearch(s -> s.withEpochs(30))
                    .withDecoder(d -> d.withEpochs(3).withHidden(List.of(8)));
            TrainedSelection trained = method.selector().select(data, settings, TrainingListener.NONE);
            runs.add(new ExperimentRun(
                    trained,
                    0.01 / k,
                    Resilience.of(trained, data),
                    Optional.of(Subsamples.stability(SelectionMethod.QR, data, settings, 3, TrainingListener.NONE))));
        }
        return new Experiment(HOSTILE, split, data, runs);
    }

    private static float[][] rows(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(r -> {
                    double a = random.nextDouble();
                    double b = random.nextDouble();
                    float[] row = new float[6];
                    for (int c = 0; c < row.length; c++) {
                        row[c] = (float) ((c < 3 ? a : b) + 0.02 * random.nextGaussian());
                    }
                    return row;
                })
                .toArray(float[][]::new);
    }
}
