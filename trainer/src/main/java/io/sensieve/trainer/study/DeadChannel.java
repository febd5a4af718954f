package io.sensieve.trainer.study;

import java.util.Optional;

/**
 * Errors of a selection when one of its channels is dead and the decoder stays as it is: the normalised error of
 * validation rows, or the share of wrong classes.
 *
 * @param channel index of the dead channel among the D channels
 * @param missing error with the fill value in place of the channel
 * @param inferred error with a prediction of the channel by least squares on the other selected channels
 * @param spare the spare that lowers the error most
 */
public record DeadChannel(int channel, String name, double missing, double inferred, Optional<Spare> spare) {

    /**
     * A spare that helps to predict the dead channel.
     *
     * @param channel index of the spare among the D channels
     * @param error error with a prediction by least squares on the other selected channels and the spare
     */
    public record Spare(int channel, String name, double error) {}
}
