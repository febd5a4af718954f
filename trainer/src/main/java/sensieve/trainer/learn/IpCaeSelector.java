package sensieve.trainer.learn;

import sensieve.model.ModelFile;

/**
 * The Indirectly Parameterized Concrete Autoencoder (Nilsson et al., ICML 2024) with one linear map for all rows: the
 * selecting layer and the decoder learn together while the temperature falls; then repeated channels are replaced and
 * the decoder is finished on the K distinct ones.
 */
public final class IpCaeSelector implements Selector {
    /** Name of the method, as selections carry it. */
    public static final String METHOD = "ip-cae";

    @Override
    public TrainedSelection select(TrainingData data, TrainSettings settings, TrainingListener listener) {
        long start = System.nanoTime();
        ChannelStatistics statistics = ChannelStatistics.of(data, settings.scaling());
        Candidates candidates = Candidates.of(data, statistics, settings.k());
        try (Torch.Session session = Torch.open(settings.seed(), listener::cancelled)) {
            IpCaeTraining training = new IpCaeTraining(session, data, statistics, candidates, settings, listener);
            IpCaeTraining.Found found = candidates.forced() ? training.withoutChoice() : training.run();
            ModelFile model = model(found.decoder().ascending().exactWhereFixed(statistics), statistics);
            RowErrors errors = new RowErrors(model).addRebuilt(data.validation());
            double predictMean = new RowErrors(model)
                    .addGuessed(data.validation(), statistics.trainMean())
                    .mean();
            return new TrainedSelection(
                    METHOD,
                    model,
                    data.channels().stream().map(sensieve.Channel::getName).toList(),
                    found.scores().chosen(data, model.channels()),
                    found.scores().spares(data, model.channels(), candidates),
                    errors.summary(predictMean),
                    ReferenceProfiles.of(model, data, errors),
                    data.train().length,
                    data.validation().length,
                    settings,
                    found.uniquePercentage(),
                    (System.nanoTime() - start) / 1e9,
                    session.device(),
                    found.curve());
        }
    }

    private static ModelFile model(HardDecoder decoder, ChannelStatistics statistics) {
        int[] channels = decoder.channels();
        float[] fill = new float[channels.length];
        for (int i = 0; i < fill.length; i++) {
            fill[i] = statistics.scale(channels[i], statistics.trainMean()[channels[i]]);
        }
        return new ModelFile(channels, fill, statistics.offset(), statistics.range(), decoder.weights());
    }
}
