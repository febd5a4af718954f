package sensieve.standalone.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sensieve.SelectedChannel;
import sensieve.Selection;
import sensieve.SelectionPointer;
import sensieve.service.SettingException;
import sensieve.standalone.client.AvroJson;
import sensieve.standalone.client.KafkaOptions;
import sensieve.standalone.client.TopicReader;
import sensieve.topic.Keys;
import sensieve.topic.Topics;

/** {@code sensieve selection}. */
@Command(
        name = "selection",
        mixinStandardHelpOptions = true,
        description = "Looks at the published selections.",
        subcommands = {SelectionCommand.ListSelections.class, SelectionCommand.Show.class})
public final class SelectionCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing subcommand: list or show");
    }

    private static Map<String, SpecificRecord> read(KafkaOptions kafka) {
        try (TopicReader reader = new TopicReader(kafka.clientSettings())) {
            return reader.readTable(Topics.SELECTIONS);
        }
    }

    private static int currentVersion(Map<String, SpecificRecord> table, String layout) {
        return table.get(Keys.current(layout)) instanceof SelectionPointer pointer ? pointer.getVersion() : 0;
    }

    /** {@code sensieve selection list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "One line for each kept selection; * marks the one in force.")
    static final class ListSelections implements Callable<Integer> {
        @Mixin
        private KafkaOptions kafka = new KafkaOptions();

        @Option(names = "--json", description = "One JSON object a line.")
        private boolean json;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            Map<String, SpecificRecord> table = read(kafka);
            List<Selection> selections = table.values().stream()
                    .filter(Selection.class::isInstance)
                    .map(Selection.class::cast)
                    .sorted(Comparator.comparing(Selection::getLayout).thenComparing(Selection::getVersion))
                    .toList();
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                selections.forEach(selection -> out.println(summary(table, selection)));
            } else if (selections.isEmpty()) {
                out.println("no selection is published yet");
            } else {
                out.printf(
                        "  %-20s %7s %-8s %4s %5s %12s %12s  %-12s %s%n",
                        "layout", "version", "method", "K", "D", "validation", "of the mean", "trigger", "created");
                selections.forEach(selection -> out.printf(
                        "%s %-20s %7d %-8s %4d %5d %12.3e %11.0f%%  %-12s %s%n",
                        selection.getVersion() == currentVersion(table, selection.getLayout()) ? "*" : " ",
                        selection.getLayout(),
                        selection.getVersion(),
                        selection.getMethod(),
                        selection.getChannels().size(),
                        selection.getChannelNames().size(),
                        selection.getValidation().getMean(),
                        100
                                * selection.getValidation().getMean()
                                / selection.getValidation().getPredictMean(),
                        selection.getProvenance().getTrigger(),
                        selection.getProvenance().getCreatedAt()));
            }
            return 0;
        }

        private static ObjectNode summary(Map<String, SpecificRecord> table, Selection selection) {
            return new ObjectMapper()
                    .createObjectNode()
                    .put("layout", selection.getLayout())
                    .put("version", selection.getVersion())
                    .put("in_force", selection.getVersion() == currentVersion(table, selection.getLayout()))
                    .put("method", selection.getMethod())
                    .put("k", selection.getChannels().size())
                    .put("d", selection.getChannelNames().size())
                    .put("validation_error", selection.getValidation().getMean())
                    .put("predict_mean_error", selection.getValidation().getPredictMean())
                    .put("trigger", selection.getProvenance().getTrigger())
                    .put("created_at", selection.getProvenance().getCreatedAt().toString());
        }
    }

    /** {@code sensieve selection show}. */
    @Command(name = "show", description = "One selection: channels with scores, spares, errors, provenance.")
    static final class Show implements Callable<Integer> {
        @Mixin
        private KafkaOptions kafka = new KafkaOptions();

        @Mixin
        private LayoutOption layout = new LayoutOption();

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this help message and exit.")
        @SuppressWarnings("UnusedVariable") // picocli acts on it
        private boolean help;

        @Option(names = "--version", paramLabel = "V", description = "Which version; the one in force by default.")
        private Optional<Integer> version = Optional.empty();

        @Option(names = "--json", description = "The whole record as JSON.")
        private boolean json;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            Map<String, SpecificRecord> table = read(kafka);
            int wanted = version.orElseGet(() -> currentVersion(table, layout.name()));
            if (!(table.get(Keys.selection(layout.name(), wanted)) instanceof Selection selection)) {
                String known = table.values().stream()
                        .filter(Selection.class::isInstance)
                        .map(Selection.class::cast)
                        .map(kept -> Keys.selection(kept.getLayout(), kept.getVersion()))
                        .collect(Collectors.joining(", "));
                throw new SettingException((version.isPresent() ? "No selection " + wanted : "No selection in force")
                        + " for layout " + layout.name() + "; kept are: " + (known.isEmpty() ? "none" : known));
            }
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(AvroJson.render(selection));
            } else {
                print(out, selection, currentVersion(table, layout.name()) == wanted);
            }
            return 0;
        }

        private static void print(PrintWriter out, Selection selection, boolean inForce) {
            out.printf(
                    "layout %s, version %d%s: %d of %d channels by %s%n",
                    selection.getLayout(),
                    selection.getVersion(),
                    inForce ? " (in force)" : "",
                    selection.getChannels().size(),
                    selection.getChannelNames().size(),
                    selection.getMethod());
            out.printf(
                    "validation error %.4e (sd %.1e), predicting the mean %.4e, %d rows%n",
                    selection.getValidation().getMean(),
                    selection.getValidation().getSd(),
                    selection.getValidation().getPredictMean(),
                    selection.getValidation().getRows());
            var provenance = selection.getProvenance();
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
}
