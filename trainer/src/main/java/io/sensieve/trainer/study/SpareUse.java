package io.sensieve.trainer.study;

/**
 * What a spare is good for.
 *
 * @param channel its position among the D channels
 * @param score share of what a lost channel told that it would tell, as the selector has it
 * @param replaces position among the D channels of the chosen one for which it stands in best
 * @param error measured when that one is dead and the spare stands in, as in {@link DeadChannel.Spare}
 */
public record SpareUse(int channel, String name, double score, int replaces, String replacesName, double error) {}
