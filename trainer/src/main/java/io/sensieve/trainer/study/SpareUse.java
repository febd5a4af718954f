package io.sensieve.trainer.study;

/**
 * Best use of a spare.
 *
 * @param channel index of the spare among the D channels
 * @param score score of the spare by the selection method
 * @param replaces index among the D channels of the selected channel that the spare replaces best
 * @param error error with that channel dead and the spare in use, as in {@link DeadChannel.Spare}
 */
public record SpareUse(int channel, String name, double score, int replaces, String replacesName, double error) {}
