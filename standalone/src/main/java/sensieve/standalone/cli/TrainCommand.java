package sensieve.standalone.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sensieve.SelectedChannel;
import sensieve.service.SettingException;
import sensieve.standalone.data.ChannelFile;
import sensieve.standalone.data.DataSplit;
import sensieve.trainer.LearningSettings;
import sensieve.trainer.learn.Method;
import sensieve.trainer.learn.TrainedSelection;

/** {@code sensieve train}. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = {
            "Selects channels from a file, without Kafka: learns on its train rows, chooses on its val rows, tests on its"
                    + " test rows.",
            "A file without the column split is split at random, 64/16/20."
        })
public final class TrainCommand implements Callable<Integer> {
    @Option(
            names = "--method",
            paramLabel = "M",
            converter = MethodConverter.class,
            completionCandidates = MethodConverter.class,
            description = "${COMPLETION-CANDIDATES} (default css; ip-cae with --preset paper).")
    private Optional<Method> method = Optional.empty();

    @Mixin
    private LearningOptions learning = new LearningOptions();

    @Option(names = "--seed", paramLabel = "S", description = "Of all that is random (default 11).")
    private Optional<String> seed = Optional.empty();

    @Option(names = "--out", paramLabel = "DIR", description = "Writes selection.json and model.safetensors there.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--json", description = "Prints the result as one JSON object; progress goes to standard error.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        LearningSettings settings = settings();
        List<String> names;
        DataSplit split;
        try (ChannelFile file = learning.open()) {
            names = file.channelNames();
            split = DataSplit.of(file.readAll(), settings.train().task());
        }
        if (out.isEmpty()) {
            print(train(names, split, settings), split);
            return 0;
        }
        try (OutputFolder folder = OutputFolder.open(out.get())) {
            TrainedSelection trained = train(names, split, settings);
            folder.write("model.safetensors", trained.model().toBytes());
            folder.write(
                    "selection.json",
                    (result(trained, TestFigures.of(trained, split), split).toPrettyString() + "\n")
                            .getBytes(StandardCharsets.UTF_8));
            folder.commit();
            print(trained, split);
        }
        return 0;
    }

    private LearningSettings settings() {
        Map<String, String> own = new LinkedHashMap<>();
        method.ifPresent(value -> own.put(LearningSettings.METHOD, value.label()));
        seed.ifPresent(value -> own.put(LearningSettings.SEED, value));
        return learning.settings(own);
    }

    private TrainedSelection train(List<String> names, DataSplit split, LearningSettings settings) {
        PrintWriter err = spec.commandLine().getErr();
        TrainedSelection trained;
        try (Progress progress = Progress.of(err, settings.method().label())) {
            trained = settings.method().selector().select(split.trainingData(names), settings.train(), progress);
        } catch (IllegalArgumentException e) {
            throw new SettingException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
        if (trained.validation().getMean() >= trained.validation().getPredictMean()) {
            err.printf(
                    "warning: the selection is no better than %s (%.3e against %.3e); try another --scaling or more"
                            + " --epochs%n",
                    blind(trained),
                    trained.validation().getMean(),
                    trained.validation().getPredictMean());
        }
        return trained;
    }

    /** What a selection has to beat. */
    private static String blind(TrainedSelection trained) {
        return trained.model().classifier() ? "telling the commonest class" : "predicting the mean";
    }

    private ObjectNode result(TrainedSelection trained, TestFigures test, DataSplit split) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("method", trained.method());
        node.put("task", trained.settings().task().label());
        node.put("k", trained.channels().size());
        node.put("d", trained.channelNames().size());
        ArrayNode channels = node.putArray("channels");
        trained.channels().forEach(channel -> channels.add(channel.getIndex()));
        ArrayNode names = node.putArray("names");
        trained.channels().forEach(channel -> names.add(channel.getName()));
        node.put("unique_percentage", distinctPercentage(trained));
        node.put("unique_percentage_before_repair", trained.uniquePercentage());
        node.put("test_error", test.error().orElse(null));
        node.put("accuracy", test.accuracy().orElse(null));
        split.classes().ifPresent(classes -> classes.names().forEach(node.withArray("/classes")::add));
        node.put("validation_error", trained.validation().getMean());
        node.put("predict_mean_error", trained.validation().getPredictMean());
        node.put("train_rows", split.train().length);
        node.put("validation_rows", split.validation().length);
        node.put("test_rows", split.test().length);
        node.put("split", split.origin());
        node.put("train_seconds", trained.seconds());
        node.put("epochs", trained.settings().epochs());
        node.put("seed", trained.settings().seed());
        node.put("device", trained.device());
        ObjectNode settings = node.putObject("settings");
        trained.settings().asMap().forEach(settings::put);
        return node;
    }

    private static double distinctPercentage(TrainedSelection trained) {
        return 100.0
                * trained.channels().stream()
                        .map(SelectedChannel::getIndex)
                        .distinct()
                        .count()
                / trained.channels().size();
    }

    private void print(TrainedSelection trained, DataSplit split) {
        PrintWriter print = spec.commandLine().getOut();
        TestFigures test = TestFigures.of(trained, split);
        if (json) {
            print.println(result(trained, test, split));
            return;
        }
        print.printf(
                "%d of %d channels by %s in %.1f s on %s (split: %s)%n",
                trained.channels().size(),
                trained.channelNames().size(),
                trained.method(),
                trained.seconds(),
                trained.device(),
                split.origin());
        print.printf(
                "%s on %,d rows; validation error %.4e, %s %.4e%n",
                test.text(),
                split.test().length,
                trained.validation().getMean(),
                blind(trained),
                trained.validation().getPredictMean());
        trained.channels()
                .forEach(channel ->
                        print.printf("%5d  %-32s %.3f%n", channel.getIndex(), channel.getName(), channel.getScore()));
    }
}
