package sensieve.standalone.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import sensieve.standalone.data.ChannelFile;
import sensieve.trainer.learn.LogitMap;
import sensieve.trainer.learn.Noise;
import sensieve.trainer.learn.ScalingMethod;
import sensieve.trainer.learn.TrainSettings;

/** What a method learns from, and how. */
final class LearningOptions {
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
            names = "--map",
            paramLabel = "W",
            defaultValue = "shared",
            description = "${COMPLETION-CANDIDATES}: W of an ip-cae (default shared); none makes it a cae.")
    private LogitMap map = LogitMap.SHARED;

    @Option(
            names = "--gjsd",
            paramLabel = "L",
            defaultValue = "0",
            description = "Weight of the divergence between rows of ip-cae and cae, lambda in equation 11 (default 0).")
    private float gjsd;

    @Option(
            names = "--epochs",
            paramLabel = "E",
            defaultValue = "200",
            description = "Passes over the train rows (default 200).")
    private int epochs;

    int epochs() {
        return epochs;
    }

    int k() {
        return k;
    }

    /** The file, opened. */
    ChannelFile open() {
        return ChannelFile.open(data);
    }

    /**
     * How to learn with {@code seed}.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    TrainSettings settings(long seed) {
        return TrainSettings.of(k)
                .with(s -> s.epochs(epochs)
                        .noise(noise)
                        .map(map)
                        .gjsd(gjsd)
                        .scaling(scaling)
                        .seed(seed));
    }
}
