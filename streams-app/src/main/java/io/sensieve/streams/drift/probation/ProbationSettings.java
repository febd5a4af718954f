package io.sensieve.streams.drift.probation;

/**
 * How a new version is compared with the one that it replaced.
 *
 * @param records of a layout that both rebuild; 0 for no probation
 * @param margin share of the champion's mean error by which the new version's may be above it
 */
public record ProbationSettings(long records, double margin) {}
