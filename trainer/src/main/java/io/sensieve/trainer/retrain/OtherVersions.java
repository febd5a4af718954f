package io.sensieve.trainer.retrain;

import io.sensieve.model.ModelFile;
import io.sensieve.trainer.learn.evaluation.ChallengerComparison;
import io.sensieve.trainer.learn.evaluation.RowErrors;
import io.sensieve.trainer.publish.KeptVersion;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Kept versions that are not active, compared with the champion and with challengers on the newest rows. Errors in
 * different scalings do not compare, so all versions are measured in the scaling of one of them.
 *
 * @param gate margin by which a version must be better
 * @param versions as many selected channels as the champion, none of them faulty
 */
record OtherVersions(ChallengerGate gate, List<KeptVersion> versions) {
    /** Highest ratio of the error to that of the validation rows at which a version explains rows. */
    private static final double LARGEST_RATIO = 1.5;

    /** Returns whether a version explains rows as well as its validation rows, up to a factor of 1.5. */
    static boolean explains(KeptVersion version, float[][] rows) {
        return new RowErrors(version.model()).addReconstructed(rows).mean()
                <= LARGEST_RATIO * version.validationError();
    }

    /** Returns the best version that explains the rows and beats the champion by the gate's margin. */
    Optional<TrainingResult.Returned> explaining(KeptVersion champion, float[][] rows) {
        return best(champion.model(), rows)
                .filter(version ->
                        gate.accepts(ChallengerComparison.of(champion.model(), version.model(), version.model(), rows)))
                .filter(version -> explains(version, rows))
                .map(version -> new TrainingResult.Returned(
                        version,
                        String.format(
                                Locale.ROOT,
                                "its error on the newest rows is %.4e, on its validation rows it was %.4e; nothing was"
                                        + " trained",
                                new RowErrors(version.model())
                                        .addReconstructed(rows)
                                        .mean(),
                                version.validationError())));
    }

    /**
     * Prefers a kept version to a challenger that does not beat it by the gate's margin: returns to the version if it
     * beats the champion, else adds an objection to the challenger.
     *
     * @param rows held-out rows
     */
    TrainingResult judge(TrainingResult.Trained challenger, KeptVersion champion, float[][] rows) {
        ModelFile model = challenger.selection().model();
        Optional<KeptVersion> better = best(model, rows)
                .filter(version -> !gate.accepts(ChallengerComparison.of(version.model(), model, model, rows)));
        if (better.isEmpty()) {
            return challenger;
        }
        KeptVersion version = better.get();
        ChallengerComparison withChallenger = ChallengerComparison.of(version.model(), model, model, rows);
        String reason = String.format(
                Locale.ROOT,
                "its error on the newest rows is %.4e, that of the challenger %.4e",
                withChallenger.championError(),
                withChallenger.challengerError());
        return gate.accepts(ChallengerComparison.of(champion.model(), version.model(), model, rows))
                ? new TrainingResult.Returned(version, reason)
                : challenger.withObjection("version " + version.number() + " is not beaten: " + reason);
    }

    private Optional<KeptVersion> best(ModelFile scaling, float[][] rows) {
        return versions.stream()
                .min(Comparator.comparingDouble(version -> new RowErrors(scaling)
                        .addReconstructedBy(version.model(), rows)
                        .mean()));
    }
}
