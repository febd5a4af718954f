package io.sensieve.trainer.retrain;

import io.sensieve.model.ModelFile;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.evaluation.ChallengerComparison;
import io.sensieve.trainer.learn.evaluation.RowErrors;
import io.sensieve.trainer.publish.KeptVersion;
import io.sensieve.trainer.window.WindowRow;
import io.sensieve.trainer.window.WindowSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Rows of a regime, alone and with earlier rows, for the challengers of a retrain.
 *
 * @param sample rows of the regime, and earlier rows
 * @param regime train and held-out rows of the regime
 * @param withEarlier the same held-out rows, and train rows from before too; empty if there are too few earlier rows
 * @param champion the active version
 * @param lone channels that were not trusted
 * @param explained held-out earlier rows that the champion explains; empty if it does not explain the regime's
 */
record RegimeData(
        WindowSample sample,
        TrainingData regime,
        Optional<TrainingData> withEarlier,
        KeptVersion champion,
        LoneChannels lone,
        float[][] explained) {
    /** One in this many earlier rows is held out. */
    private static final int HELD_OUT_INTERVAL = 5;

    /** Fewest earlier rows that are of use. */
    private static final int LEAST_EARLIER = 50;

    /** Fewest held-out earlier rows from which an objection follows. */
    private static final int LEAST_EXPLAINED = 10;

    /** Highest ratio of a challenger's error to that of a champion that explains the same rows. */
    static final double LARGEST_RATIO = 1.1;

    /** Divides the rows of a job. */
    static RegimeData of(WindowSample sample, TrainingJob job, KeptVersion champion, LoneChannels lone) {
        float[][] heldOut = FaultyChannels.mask(sample.validation(), job.faulty());
        TrainingData regime = new TrainingData(sample.train(), heldOut, job.channels());
        if (sample.earlier().size() < LEAST_EARLIER) {
            return new RegimeData(sample, regime, Optional.empty(), champion, lone, new float[0][]);
        }
        List<float[]> train = new ArrayList<>();
        List<WindowRow> earlierHeldOut = new ArrayList<>();
        for (int i = 0; i < sample.earlier().size(); i++) {
            if (i % HELD_OUT_INTERVAL == 0) {
                earlierHeldOut.add(sample.earlier().get(i));
            } else {
                train.add(sample.earlier().get(i).values());
            }
        }
        train.addAll(List.of(sample.train()));
        return new RegimeData(
                sample,
                regime,
                Optional.of(new TrainingData(train.toArray(float[][]::new), heldOut, job.channels())),
                champion,
                lone,
                OtherVersions.explains(champion, heldOut)
                        ? explained(champion, WindowSample.values(earlierHeldOut))
                        : new float[0][]);
    }

    /** Returns the rows whose error is within the 99 % quantile of the version's validation rows. */
    private static float[][] explained(KeptVersion version, float[][] rows) {
        double limit = version.selection().getValidation().getP99();
        double[] errors = new RowErrors(version.model()).addReconstructed(rows).each();
        List<float[]> explained = new ArrayList<>();
        for (int row = 0; row < rows.length; row++) {
            if (errors[row] <= limit) {
                explained.add(rows[row]);
            }
        }
        return explained.toArray(float[][]::new);
    }

    /**
     * Returns why a challenger must not replace the champion: the champion explains the regime's rows, and the
     * challenger is worse on earlier rows that the champion explains. Empty if there is no such reason.
     */
    Optional<String> objection(ModelFile challenger) {
        if (explained.length < LEAST_EXPLAINED) {
            return Optional.empty();
        }
        ChallengerComparison earlier = ChallengerComparison.of(champion.model(), challenger, explained);
        return earlier.challengerError() <= LARGEST_RATIO * earlier.championError()
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "the active selection explains the newest rows, and earlier rows better: its error is %.4e,"
                                + " that of the challenger %.4e",
                        earlier.championError(),
                        earlier.challengerError()));
    }
}
