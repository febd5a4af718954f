package io.sensieve.trainer.window;

/**
 * A row that a sample may contain.
 *
 * @param priority random number from 0 to 1; the rows of lowest priority are the sample
 */
record Candidate(double priority, WindowRow row) {}
