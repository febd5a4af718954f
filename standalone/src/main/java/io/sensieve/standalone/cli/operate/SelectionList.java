package io.sensieve.standalone.cli.operate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sensieve.Selection;
import io.sensieve.standalone.cli.KafkaOptions;
import io.sensieve.standalone.client.PublishedSelections;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Implements {@code sensieve selection list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the kept selections; * marks the active one, + an active one that is pinned.")
final class SelectionList implements Callable<Integer> {
    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Option(
            names = {"-l", "--layout"},
            paramLabel = "L",
            description = "Lists only selections of this layout.")
    private Optional<String> layout = Optional.empty();

    @Option(names = "--json", description = "Prints one JSON object per line.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PublishedSelections kept = PublishedSelections.read(kafka.clientSettings());
        List<Selection> selections = kept.all().stream()
                .filter(selection -> layout.isEmpty() || layout.get().equals(selection.getLayout()))
                .toList();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            selections.forEach(selection -> out.println(summary(kept, selection)));
        } else if (selections.isEmpty()) {
            out.println("no selection is published yet"
                    + layout.map(name -> " for layout " + name).orElse(""));
        } else {
            out.printf(
                    "  %-20s %7s %-8s %4s %5s %12s %12s %10s %4s  %-14s %s%n",
                    "layout",
                    "version",
                    "method",
                    "K",
                    "D",
                    "validation",
                    "vs mean",
                    "champion",
                    "new",
                    "trigger",
                    "created");
            selections.forEach(selection -> out.printf(
                    "%s %-20s %7d %-8s %4d %5d %12.3e %11.0f%% %10s %4d  %-14s %s%n",
                    kept.isPinned(selection) ? "+" : kept.isActive(selection) ? "*" : " ",
                    selection.getLayout(),
                    selection.getVersion(),
                    selection.getMethod(),
                    selection.getChannels().size(),
                    selection.getChannelNames().size(),
                    selection.getValidation().getMean(),
                    100
                            * selection.getValidation().getMean()
                            / selection.getValidation().getPredictMean(),
                    championError(selection),
                    selection.getProvenance().getChurn(),
                    trigger(selection),
                    selection.getProvenance().getCreatedAt()));
        }
        return 0;
    }

    private static String championError(Selection selection) {
        Double error = selection.getProvenance().getChampionError();
        return error == null ? "" : "%.3e".formatted(error);
    }

    private static String trigger(Selection selection) {
        int republished = selection.getProvenance().getRepublishedVersion();
        return selection.getProvenance().getTrigger() + (republished > 0 ? " to " + republished : "");
    }

    private static ObjectNode summary(PublishedSelections kept, Selection selection) {
        return new ObjectMapper()
                .createObjectNode()
                .put("layout", selection.getLayout())
                .put("version", selection.getVersion())
                .put("active", kept.isActive(selection))
                .put("pinned", kept.isPinned(selection))
                .put("method", selection.getMethod())
                .put("k", selection.getChannels().size())
                .put("d", selection.getChannelNames().size())
                .put("validation_error", selection.getValidation().getMean())
                .put("predict_mean_error", selection.getValidation().getPredictMean())
                .put("champion_version", selection.getProvenance().getChampionVersion())
                .put("champion_error", selection.getProvenance().getChampionError())
                .put("churn", selection.getProvenance().getChurn())
                .put("republish_of", selection.getProvenance().getRepublishedVersion())
                .put("trigger", selection.getProvenance().getTrigger())
                .put("created_at", selection.getProvenance().getCreatedAt().toString());
    }
}
