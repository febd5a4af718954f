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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sensieve.Channel;
import sensieve.ChannelRole;
import sensieve.SelectedChannel;
import sensieve.model.Reconstructor;
import sensieve.service.SettingException;
import sensieve.standalone.data.ChannelFile;
import sensieve.standalone.data.DataSplit;
import sensieve.trainer.learn.IpCaeSelector;
import sensieve.trainer.learn.Noise;
import sensieve.trainer.learn.ScalingMethod;
import sensieve.trainer.learn.Selector;
import sensieve.trainer.learn.TrainSettings;
import sensieve.trainer.learn.TrainedSelection;
import sensieve.trainer.learn.TrainingData;
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
    /** How channels are selected. */
    enum Method {
        IP_CAE("ip-cae");

        private final String label;

        Method(String label) {
            this.label = label;
        }

        Selector selector() {
            return switch (this) {
                case IP_CAE -> new IpCaeSelector();
            };
        }

        @Override
        public String toString() {
            return label;
        }
    }

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
            names = {"-d", "--data"},
            required = true,
            paramLabel = "F",
            description = "CSV file with a header, gzipped or not; an empty cell is a missing value.")
    private Path data = Path.of("");

    @Option(
            names = {"-k", "--k"},
            required = true,
            paramLabel = "K",
            description = "Channels to select.")
    private int k;

    @Option(names = "--method", paramLabel = "M", defaultValue = "ip-cae", description = "${COMPLETION-CANDIDATES}.")
    private Method method = Method.IP_CAE;

    @Option(
            names = "--task",
            paramLabel = "T",
            defaultValue = "reconstruction",
            description = "${COMPLETION-CANDIDATES}.")
    private Task task = Task.RECONSTRUCTION;

    @Option(
            names = "--scaling",
            paramLabel = "S",
            defaultValue = "minmax",
            description = "${COMPLETION-CANDIDATES}; fitted on train and val rows (default minmax).")
    private ScalingMethod scaling = ScalingMethod.MINMAX;

    @Option(
            names = "--noise",
            paramLabel = "N",
            defaultValue = "batch",
            description =
                    "${COMPLETION-CANDIDATES}: drawn for each mini-batch (default) or each record, as in the paper.")
    private Noise noise = Noise.BATCH;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "11",
            description = "Of all that is random (default 11).")
    private long seed;

    @Option(
            names = "--epochs",
            paramLabel = "E",
            defaultValue = "200",
            description = "Passes over the train rows (default 200).")
    private int epochs;

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
        try (ChannelFile file = ChannelFile.open(data)) {
            names = file.channelNames();
            split = DataSplit.of(file.readAll());
        }
        TrainedSelection trained = train(names, split);
        double testError = testError(trained, split.test());
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
            TrainSettings settings = TrainSettings.of(k)
                    .withEpochs(epochs)
                    .withNoise(noise)
                    .withScaling(scaling)
                    .withSeed(seed);
            TrainingData rows = new TrainingData(
                    split.train(),
                    split.validation(),
                    names.stream()
                            .map(name -> new Channel(name, "", 1.0, ChannelRole.CANDIDATE))
                            .toList());
            return method.selector().select(rows, settings, progress -> report(err, progress));
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

    private static double testError(TrainedSelection trained, float[][] rows) {
        Reconstructor reconstructor = new Reconstructor(trained.model());
        int d = trained.channelNames().size();
        double sum = 0;
        int count = 0;
        for (float[] row : rows) {
            float error = reconstructor.error(
                    row, reconstructor.rebuild(reconstructor.project(row)), new double[d], new long[d]);
            if (!Float.isNaN(error)) {
                sum += error;
                count++;
            }
        }
        return sum / count;
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
        node.put("epochs", epochs);
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

    private static void write(Path folder, TrainedSelection trained, ObjectNode result) {
        try {
            Files.createDirectories(folder);
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
