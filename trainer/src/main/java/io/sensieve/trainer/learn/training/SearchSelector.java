package io.sensieve.trainer.learn.training;

import io.sensieve.model.ModelFile;
import io.sensieve.trainer.learn.data.Candidates;
import io.sensieve.trainer.learn.data.ChannelStatistics;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.data.TrainingData.Labels;
import io.sensieve.trainer.learn.engine.Torch;
import io.sensieve.trainer.learn.evaluation.HeldOutResult;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.TrainSettings;
import java.util.Optional;

/**
 * What all methods share around their search for channels: statistics, candidates, the engine, the measured result.
 *
 * @param label name of the method, as selections carry it
 * @param search finds the channels and a decoder for them
 */
public record SearchSelector(String label, Search search) implements Selector {

    /** The part in which methods differ. */
    public interface Search {
        Training.Found find(
                Training training,
                TrainingData data,
                ChannelStatistics statistics,
                Candidates candidates,
                TrainSettings settings);
    }

    @Override
    public TrainedSelection select(TrainingData data, TrainSettings settings, TrainingListener listener) {
        long start = System.nanoTime();
        Optional<Labels> labels = data.labelsFor(settings.task());
        ChannelStatistics statistics = ChannelStatistics.of(data, settings.scaling());
        Candidates candidates = Candidates.of(data, settings.k());
        try (Torch.Session session = Torch.open(settings.seed(), settings.compute(), listener::cancelled)) {
            Training training = new Training(session, data, statistics, candidates, settings, listener);
            Training.Found found = search.find(training, data, statistics, candidates, settings);
            ModelFile model = found.decoder().model(statistics, settings.task());
            HeldOutResult heldOut = HeldOutResult.of(model, data, statistics, labels);
            return new TrainedSelection(
                    label,
                    model,
                    data.channels().stream().map(io.sensieve.Channel::getName).toList(),
                    found.scores().chosen(data, model.channels()),
                    found.scores().spares(data, model.channels(), candidates),
                    heldOut.error(),
                    heldOut.accuracy(),
                    heldOut.reference(),
                    data.train().length,
                    data.validation().length,
                    settings,
                    found.uniquePercentage(),
                    (System.nanoTime() - start) / 1e9,
                    session.device(),
                    found.curve());
        }
    }
}
