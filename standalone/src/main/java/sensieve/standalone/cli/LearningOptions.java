package sensieve.standalone.cli;

import picocli.CommandLine.Option;
import sensieve.trainer.learn.LogitMap;
import sensieve.trainer.learn.Noise;
import sensieve.trainer.learn.ScalingMethod;
import sensieve.trainer.learn.TrainSettings;

/** How a method learns. */
final class LearningOptions {
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

    TrainSettings settings(int k) {
        return TrainSettings.of(k)
                .withEpochs(epochs)
                .withNoise(noise)
                .withMap(map)
                .withGjsd(gjsd)
                .withScaling(scaling);
    }
}
