package io.sensieve.standalone.cli.operate;

import io.sensieve.Provenance;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.standalone.cli.KafkaOptions;
import io.sensieve.standalone.cli.LayoutOption;
import io.sensieve.standalone.client.AvroJson;
import io.sensieve.standalone.client.PublishedSelections;
import io.sensieve.standalone.client.TopicReader;
import io.sensieve.standalone.report.History;
import io.sensieve.standalone.report.ReportFile;
import io.sensieve.topic.Topics;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Implements {@code sensieve selection show}. */
@Command(name = "show", description = "Shows a selection: channels with scores, spares, errors and provenance.")
final class SelectionShow implements Callable<Integer> {
    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private LayoutOption layout = new LayoutOption();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    @SuppressWarnings("UnusedVariable") // read by picocli
    private boolean help;

    @Option(names = "--version", paramLabel = "V", description = "Version to show (default: the active one).")
    private Optional<Integer> version = Optional.empty();

    @Option(names = "--json", description = "Prints the whole record as JSON.")
    private boolean json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Writes an HTML page with the history of the layout: versions, errors over time, the reason"
                    + " of each switch, declined challengers.")
    private Optional<Path> html = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        html.ifPresent(file -> ReportFile.check("--html", file));
        PublishedSelections kept = PublishedSelections.read(kafka.clientSettings());
        Selection selection = kept.find(layout.name(), version);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(AvroJson.render(selection));
        } else {
            print(out, selection, kept);
        }
        html.ifPresent(file -> ReportFile.write(file, history(kept)));
        return 0;
    }

    private History history(PublishedSelections kept) {
        try (TopicReader reader = new TopicReader(kafka.clientSettings())) {
            return new History(
                    layout.name(),
                    kept.pointer(layout.name()),
                    kept.of(layout.name()),
                    reader.readAll(Topics.DRIFT, layout.name()),
                    reader.readAll(Topics.RETRAINS, layout.name()));
        }
    }

    private static void print(PrintWriter out, Selection selection, PublishedSelections kept) {
        out.printf(
                "layout %s, version %d%s: %d of %d channels by %s%n",
                selection.getLayout(),
                selection.getVersion(),
                kept.isPinned(selection) ? " (active, pinned)" : kept.isActive(selection) ? " (active)" : "",
                selection.getChannels().size(),
                selection.getChannelNames().size(),
                selection.getMethod());
        out.printf(
                "validation error %.4e (sd %.1e), predicting the mean %.4e, %d rows%n",
                selection.getValidation().getMean(),
                selection.getValidation().getSd(),
                selection.getValidation().getPredictMean(),
                selection.getValidation().getRows());
        Provenance provenance = selection.getProvenance();
        out.printf(
                "trained for %s in %.1f s on %s, %d epochs, seed %d, %d rows from %s to %s%n",
                provenance.getTrigger(),
                provenance.getSeconds(),
                provenance.getDevice(),
                provenance.getEpochs(),
                provenance.getSeed(),
                provenance.getTrainRows() + provenance.getValidationRows(),
                provenance.getFrom(),
                provenance.getTo());
        if (provenance.getChampionVersion() > 0) {
            out.printf(
                    "replaces version %d%s, %d channels new%s%n",
                    provenance.getChampionVersion(),
                    provenance.getChampionError() == null
                            ? ""
                            : " with error %.4e on the same rows".formatted(provenance.getChampionError()),
                    provenance.getChurn(),
                    provenance.getRepublishedVersion() > 0
                            ? ", republishes version " + provenance.getRepublishedVersion()
                            : "");
        }
        if (!provenance.getFaultyChannels().isEmpty()) {
            out.println("faulty, not to be selected: "
                    + provenance.getFaultyChannels().stream()
                            .map(index -> selection.getChannelNames().get(index))
                            .collect(Collectors.joining(", ")));
        }
        out.println("model " + selection.getModel().getSha256() + ", "
                + selection.getModel().getBytes() + " bytes");
        out.println("channels:");
        selection.getChannels().forEach(channel -> out.println("  " + line(channel)));
        out.println("spares:");
        selection.getSpares().forEach(channel -> out.println("  " + line(channel)));
    }

    private static String line(SelectedChannel channel) {
        return "%5d  %-32s %.3f".formatted(channel.getIndex(), channel.getName(), channel.getScore());
    }
}
