package sensieve.standalone.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
import sensieve.trainer.learn.Method;
import sensieve.trainer.learn.TrainedSelection;
import sensieve.trainer.learn.TrainingProgress;

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
    /** What the selection is to serve. */
    enum Task {
        RECONSTRUCTION("reconstruction");

        private final String label;

        Task(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    @Option(
            names = "--task",
            paramLabel = "T",
            defaultValue = "reconstruction",
            description = "${COMPLETION-CANDIDATES}.")
    private Task task = Task.RECONSTRUCTION;

    @Option(
            names = "--method",
            paramLabel = "M",
            defaultValue = "ip-cae",
            converter = MethodConverter.class,
            completionCandidates = MethodConverter.class,
            description = "${COMPLETION-CANDIDATES} (default ip-cae).")
    private Method method = Method.IP_CAE;

    @Mixin
    private LearningOptions learning = new LearningOptions();

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "11",
            description = "Of all that is random (default 11).")
    private long seed;

    @Option(names = "--out", paramLabel = "DIR", description = "Writes selection.json and model.safetensors there.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--json", description = "Prints the result as one JSON object; progress goes to standard error.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        List<String> names;
        DataSplit split;
        try (ChannelFile file = learning.open()) {
            names = file.channelNames();
            split = DataSplit.of(file.readAll());
        }
        out.ifPresent(TrainCommand::prepare);
        TrainedSelection trained = train(names, split);
        if (trained.validation().getMean() >= trained.validation().getPredictMean()) {
            spec.commandLine()
                    .getErr()
                    .printf(
                            "warning: the selection is no better than predicting the mean (%.3e against %.3e); try"
                                    + " another --scaling or more --epochs%n",
                            trained.validation().getMean(), trained.validation().getPredictMean());
        }
        double testError = TestError.of(trained, split.test());
        ObjectNode result = result(trained, testError, split);
        out.ifPresent(folder -> write(folder, trained, result));
        PrintWriter print = spec.commandLine().getOut();
        if (json) {
            print.println(result);
        } else {
            print(print, trained, testError, split);
        }
        return 0;
    }

    private TrainedSelection train(List<String> names, DataSplit split) {
        PrintWriter err = spec.commandLine().getErr();
        try {
            return method.selector()
                    .select(split.trainingData(names), learning.settings(seed), progress -> report(err, progress));
        } catch (IllegalArgumentException e) {
            throw new SettingException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    private static void report(PrintWriter err, TrainingProgress progress) {
        if (progress.epoch() % 10 == 0 || progress.epoch() == 1 || progress.epoch() == progress.epochs()) {
            err.printf(
                    "epoch %4d of %d  temperature %7.3f  loss %.3e  validation error %.3e  unique %5.1f %%%n",
                    progress.epoch(),
                    progress.epochs(),
                    progress.temperature(),
                    progress.loss(),
                    progress.validationError(),
                    progress.uniquePercentage());
            err.flush();
        }
    }

    private ObjectNode result(TrainedSelection trained, double testError, DataSplit split) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("method", trained.method());
        node.put("task", task.toString());
        node.put("k", trained.channels().size());
        node.put("d", trained.channelNames().size());
        ArrayNode channels = node.putArray("channels");
        trained.channels().forEach(channel -> channels.add(channel.getIndex()));
        ArrayNode names = node.putArray("names");
        trained.channels().forEach(channel -> names.add(channel.getName()));
        node.put("unique_percentage", distinctPercentage(trained));
        node.put("unique_percentage_before_repair", trained.uniquePercentage());
        node.put("test_error", testError);
        node.putNull("accuracy");
        node.put("validation_error", trained.validation().getMean());
        node.put("predict_mean_error", trained.validation().getPredictMean());
        node.put("train_rows", split.train().length);
        node.put("validation_rows", split.validation().length);
        node.put("test_rows", split.test().length);
        node.put("split", split.origin());
        node.put("train_seconds", trained.seconds());
        node.put("epochs", learning.epochs());
        node.put("seed", seed);
        node.put("device", trained.device());
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

    /** Before the training, so that none is lost. */
    private static void prepare(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new SettingException(
                    "Invalid value " + folder + " for --out: must be a folder, or one that can be made ("
                            + e.getClass().getSimpleName() + ")",
                    e);
        }
    }

    private static void write(Path folder, TrainedSelection trained, ObjectNode result) {
        try {
            Files.write(folder.resolve("model.safetensors"), trained.model().toBytes());
            Files.writeString(folder.resolve("selection.json"), result.toPrettyString() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("--out " + folder + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static void print(PrintWriter print, TrainedSelection trained, double testError, DataSplit split) {
        print.printf(
                "%d of %d channels by %s in %.1f s on %s (split: %s)%n",
                trained.channels().size(),
                trained.channelNames().size(),
                trained.method(),
                trained.seconds(),
                trained.device(),
                split.origin());
        print.printf(
                "test error %.4e on %,d rows; validation error %.4e, predicting the mean %.4e%n",
                testError,
                split.test().length,
                trained.validation().getMean(),
                trained.validation().getPredictMean());
        trained.channels()
                .forEach(channel ->
                        print.printf("%5d  %-32s %.3f%n", channel.getIndex(), channel.getName(), channel.getScore()));
    }
}
