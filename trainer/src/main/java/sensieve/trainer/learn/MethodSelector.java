package sensieve.trainer.learn;

import java.util.Optional;
import sensieve.model.ModelFile;
import sensieve.trainer.learn.TrainingData.Labels;

/**
 * What all methods share around their search for channels: statistics, candidates, the engine, the measured result.
 *
 * @param label name of the method, as selections carry it
 * @param search finds the channels and a decoder for them
 */
record MethodSelector(String label, Search search) implements Selector {

    /** The part in which methods differ. */
    interface Search {
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
            HeldOut heldOut = HeldOut.of(model, data, statistics, labels);
            return new TrainedSelection(
                    label,
                    model,
                    data.channels().stream().map(sensieve.Channel::getName).toList(),
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
