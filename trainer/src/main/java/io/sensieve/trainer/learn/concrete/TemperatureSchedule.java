package io.sensieve.trainer.learn.concrete;

/**
 * Exponential annealing, equation 3 of the paper.
 *
 * @param start T0
 * @param end TB
 * @param epochs B
 */
public record TemperatureSchedule(double start, double end, int epochs) {
    /** T(b) for {@code b} from 1 to B. */
    public double at(int b) {
        return start * Math.pow(end / start, (double) b / epochs);
    }
}
