package io.sensieve.benchmarks.speed;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.sensieve.trainer.learn.concrete.BatchGumbelSoftmax;
import io.sensieve.trainer.learn.concrete.ConcreteLayer;
import io.sensieve.trainer.learn.concrete.TemperatureSchedule;
import io.sensieve.trainer.learn.data.ChannelStatistics;
import io.sensieve.trainer.learn.data.ScaledRows;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.decoder.DecoderNetwork;
import io.sensieve.trainer.learn.decoder.MiniBatchEpochs;
import io.sensieve.trainer.learn.engine.Adam;
import io.sensieve.trainer.learn.engine.Parameters;
import io.sensieve.trainer.learn.engine.Torch;
import io.sensieve.trainer.learn.progress.TrainingProgress;
import io.sensieve.trainer.learn.settings.TrainSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Trains the networks of IP-CAE, with noise that a mini-batch shares, as the trainer does, but with the gradients of
 * the engine's automatic differentiation (autograd). Forward pass, loss and optimizer are those of the trainer, so that
 * the difference of the step times is the gain of the hand-written backward pass.
 */
final class AutogradSearch {
    private AutogradSearch() {}

    /** Trains for {@code train.epochs}, and reports each epoch to the timer. */
    static void run(TrainingData data, TrainSettings settings, TrainingTimer timer) {
        try (Torch.Session session = Torch.open(settings.seed(), settings.device(), () -> false)) {
            NDManager manager = session.manager();
            ChannelStatistics statistics = ChannelStatistics.of(data, settings.scaling());
            ScaledRows rows = ScaledRows.train(manager, data, statistics, settings.task());
            boolean[] allowed = new boolean[data.channelCount()];
            Arrays.fill(allowed, true);
            ConcreteLayer layer = new ConcreteLayer(manager, settings.k(), allowed, settings);
            DecoderNetwork decoder = DecoderNetwork.random(
                    manager,
                    settings.k(),
                    settings.decoder().hidden(),
                    settings.decoder().norm(),
                    data.channelCount());
            List<NDArray> parameters = new ArrayList<>(layer.parameters());
            parameters.addAll(decoder.parameters());
            parameters.forEach(Parameters::learnable);
            Adam adam = new Adam(manager, parameters);
            BatchGumbelSoftmax sampling = new BatchGumbelSoftmax(manager);
            int last = settings.search().epochs();
            TemperatureSchedule temperature = new TemperatureSchedule(
                    settings.concrete().startTemperature(), settings.concrete().endTemperature(), last);
            MiniBatchEpochs epochs = new MiniBatchEpochs(session, rows, settings, timer);
            for (int epoch = 1; epoch <= last; epoch++) {
                sampling.startEpoch(temperature.at(epoch));
                double loss = epochs.run(
                        inputs -> decoder.outputs(sampling.select(layer.logits(), inputs)),
                        adam,
                        settings.search()::learningRate);
                timer.onEpoch(new TrainingProgress(epoch, last, temperature.at(epoch), loss, Double.NaN, Double.NaN));
            }
        }
    }
}
