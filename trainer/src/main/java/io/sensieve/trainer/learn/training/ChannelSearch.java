package io.sensieve.trainer.learn.training;

import io.sensieve.trainer.learn.settings.TrainSettings;

/**
 * Searches for K channels and trains a decoder for them: the part in which selection methods differ. The defaults of
 * the other methods describe a search that trains a network and starts from nothing.
 */
public interface ChannelSearch {
    /**
     * Searches for channels, and trains a decoder for them.
     *
     * @throws IllegalArgumentException if no K channels keep the settings
     */
    SearchResult search(TrainingSession training);

    /**
     * Searches for channels with as little training of a decoder as the search allows.
     *
     * @return indices of K channels in any order
     */
    default int[] searchChannels(TrainingSession training) {
        return search(training).decoder().channels();
    }

    /** Whether the search trains a network, for {@code train.epochs}; other searches train only the decoder. */
    default boolean trainsNetwork() {
        return true;
    }

    /**
     * Whether the search can start from the channels and the decoder of a champion. It can then keep these channels,
     * and replace single ones.
     */
    default boolean startsFromChampion() {
        return false;
    }

    /** The settings that the search runs with, given the settings of the user. */
    default TrainSettings effectiveSettings(TrainSettings settings) {
        return settings;
    }

    /** The settings of the paper for this search, given the settings of the paper for IP-CAE. */
    default TrainSettings paperSettings(TrainSettings settings) {
        return settings;
    }
}
