package io.sensieve.trainer.learn.training;

import io.sensieve.Channel;
import io.sensieve.model.ModelFile;
import io.sensieve.trainer.learn.data.Candidates;
import io.sensieve.trainer.learn.data.ChannelStatistics;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.engine.Torch;
import io.sensieve.trainer.learn.evaluation.HeldOutResult;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.TrainSettings;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Runs a {@link ChannelSearch} on the engine, and evaluates its result on the validation rows.
 *
 * @param label name of the method, as selections carry it
 * @param search finds the channels and a decoder for them
 */
public record SearchSelector(String label, ChannelSearch search) implements Selector {
    @Override
    public TrainedSelection select(TrainingData data, TrainSettings settings, TrainingListener listener) {
        long start = System.nanoTime();
        return inSession(data, search.effectiveSettings(settings), listener, training -> {
            SearchResult result = search.search(training);
            ModelFile model = result.decoder().model(data, training.statistics(), settings.task());
            return new TrainedSelection(
                    label,
                    model,
                    data.channels().stream().map(Channel::getName).toList(),
                    result.scores().selected(data, model.channels()),
                    result.scores().spares(data, model.channels(), training.candidates()),
                    data.missingValues(),
                    HeldOutResult.of(model, data, training.statistics(), data.labelsFor(settings.task())),
                    new TrainingRun(
                            training.settings(),
                            data.train().length,
                            data.validation().length,
                            training.device(),
                            (System.nanoTime() - start) / 1e9,
                            result.uniquePercentage(),
                            result.curve()));
        });
    }

    @Override
    public int[] selectChannels(TrainingData data, TrainSettings settings, TrainingListener listener) {
        TrainSettings brief = search.effectiveSettings(settings).withDecoder(d -> d.withEpochs(1));
        return Arrays.stream(inSession(data, brief, listener, search::searchChannels))
                .sorted()
                .toArray();
    }

    @Override
    public boolean startsFromChampion() {
        return search.startsFromChampion();
    }

    private static <T> T inSession(
            TrainingData data, TrainSettings settings, TrainingListener listener, Function<TrainingSession, T> work) {
        data.labelsFor(settings.task());
        ChannelStatistics statistics = ChannelStatistics.of(data, settings.scaling());
        Candidates candidates = Candidates.of(data, settings.k());
        try (Torch.Session session = Torch.open(settings.seed(), settings.device(), listener::cancelled)) {
            return work.apply(new TrainingSession(session, data, statistics, candidates, settings, listener));
        }
    }
}
