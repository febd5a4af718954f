package io.sensieve.trainer.study;

import java.util.Optional;

/**
 * What happens when a chosen channel dies and the decoder stays as it is. Errors are the normalised error of validation
 * rows, or the share of wrong classes.
 *
 * @param channel its position among the D channels
 * @param missing error with the channel missing, so that its fill value stands for it
 * @param inferred error where least squares on the other chosen channels tell its value
 * @param spare the spare that helps most
 */
public record DeadChannel(int channel, String name, double missing, double inferred, Optional<Spare> spare) {

    /**
     * A spare in place of the dead channel.
     *
     * @param channel its position among the D channels
     * @param error where least squares on the other chosen channels and the spare tell the dead one's value
     */
    public record Spare(int channel, String name, double error) {}
}
