package io.sensieve.trainer.learn.gates;

import io.sensieve.trainer.learn.settings.LambdaSchedule;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.ChannelSearch;
import io.sensieve.trainer.learn.training.SearchResult;
import io.sensieve.trainer.learn.training.TrainingSession;

/**
 * Searches with stochastic gates (Yamada et al., "Feature Selection using Stochastic Gates", ICML 2020) for exactly K
 * channels. {@link GateTraining} solves for lambda at each step; {@link LambdaSearch} keeps one lambda for a training,
 * as the paper of IP-CAE does.
 */
public final class StochasticGates implements ChannelSearch {
    @Override
    public SearchResult search(TrainingSession training) {
        if (training.candidates().isForced()) {
            return training.selectForced();
        }
        return training.settings().search().lambda() == LambdaSchedule.TRAINING
                ? new LambdaSearch(training).search()
                : new GateTraining(training).search();
    }

    /** The paper trains a ReLU network for the channels of STG (section 4.4). */
    @Override
    public TrainSettings paperSettings(TrainSettings settings) {
        return settings.withDecoder(d -> d.withNorm(false));
    }
}
