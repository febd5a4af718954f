package io.sensieve.trainer.learn.lassonet;

import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.ChannelSearch;
import io.sensieve.trainer.learn.training.SearchResult;
import io.sensieve.trainer.learn.training.TrainingSession;

/**
 * Searches with LassoNet (Lemhadri et al., "LassoNet: A Neural Network with Feature Sparsity", JMLR 2021) for exactly K
 * channels.
 */
public final class LassoNet implements ChannelSearch {
    @Override
    public SearchResult search(TrainingSession training) {
        return training.candidates().isForced() ? training.selectForced() : new LassoNetTraining(training).search();
    }

    /** The paper trains a ReLU network for the channels of LassoNet (section 4.4). */
    @Override
    public TrainSettings paperSettings(TrainSettings settings) {
        return settings.withDecoder(d -> d.withNorm(false));
    }
}
