package sensieve.trainer.learn;

/**
 * Exponential annealing, equation 3 of the paper.
 *
 * @param start T0
 * @param end TB
 * @param epochs B
 */
record Temperature(double start, double end, int epochs) {
    /** T(b) for {@code b} from 1 to B. */
    double at(int b) {
        return start * Math.pow(end / start, (double) b / epochs);
    }
}
