package io.sensieve.trainer.retrain;

import io.sensieve.ChannelRole;
import io.sensieve.trainer.learn.evaluation.ChangedChannels;
import io.sensieve.trainer.publish.KeptVersion;
import io.sensieve.trainer.request.RetrainCause;
import io.sensieve.trainer.window.WindowSample;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Channels that changed by themselves, so that a training must not exchange others for them. Such a channel has a new
 * unit or a fault: an exchange would serve it and harm the others, so the selected channels stay and only the decoder
 * is trained. If it changes by itself again soon, its sensor is worn or loose: it counts as faulty, so that it is
 * neither selected nor learnt.
 *
 * @param changed channels that changed by themselves at the start of the regime, ascending
 * @param faulty channels whose sensors are faulty, ascending
 */
record LoneChannels(List<Integer> changed, List<Integer> faulty) {
    LoneChannels {
        changed = List.copyOf(changed);
        faulty = List.copyOf(faulty);
    }

    /** Returns those of a training that is for the active version's regime, or that knows no earlier one. */
    static LoneChannels of(TrainingJob job, Optional<KeptVersion> champion) {
        boolean sameRegime = job.cause() == RetrainCause.FOLLOW_UP || job.cause() == RetrainCause.SENSOR;
        return new LoneChannels(
                champion.filter(version -> sameRegime)
                        .map(version -> version.selection().getProvenance().getChangedChannels())
                        .orElse(List.of()),
                job.faulty());
    }

    /**
     * Finds those of a retrain after drift.
     *
     * @param sample rows of the regime, and earlier rows
     */
    static LoneChannels afterDrift(TrainingJob job, WindowSample sample) {
        List<Integer> changed =
                ChangedChannels.find(WindowSample.values(sample.earlier()), WindowSample.values(sample.rows()));
        List<Integer> again = changed.stream()
                .filter(job.changedLately()::contains)
                .filter(channel -> job.channels().get(channel).getRole() != ChannelRole.REQUIRED)
                .toList();
        return new LoneChannels(changed, job.withFaulty(again).faulty());
    }

    /**
     * Returns why nothing can be learnt: all that has changed are faulty channels that the champion does not select.
     * Empty if there is something to learn.
     */
    Optional<String> objection(TrainingJob job, KeptVersion champion) {
        if (!keepsChannels(champion) || !faulty.containsAll(changed)) {
            return Optional.empty();
        }
        return Optional.of(
                "only "
                        + changed.stream()
                                .map(channel -> job.channels().get(channel).getName())
                                .collect(Collectors.joining(", "))
                        + " changed, soon after it changed before, and it is not selected: the sensor is probably worn or loose");
    }

    /** Whether the champion's channels stay: some channels changed by themselves, and it selects none of them. */
    boolean keepsChannels(KeptVersion champion) {
        return !changed.isEmpty() && Arrays.stream(champion.model().channels()).noneMatch(changed::contains);
    }
}
