package io.sensieve.trainer.study;

/**
 * Predicts a dead selected channel by least squares on the train rows, from the other selected channels and,
 * optionally, a spare.
 *
 * @param dead position of the dead channel among the selected ones
 * @param spare position of the spare among the columns, or -1 for none
 * @param weights one for each column; 0 for the dead channel and for unused spares
 * @param intercept of the regression
 */
record ChannelSubstitute(int dead, int spare, double[] weights, double intercept) {
    static final int NO_SPARE = -1;

    /**
     * Reads the coefficients from a swept covariance matrix.
     *
     * @param swept swept by all selected channels except the dead one
     * @param k number of selected channels, which are the first columns
     */
    static ChannelSubstitute of(SweepOperator swept, ScaledColumns columns, int count, int k, int dead, int spare) {
        double[] weights = new double[count];
        double ofSpare = spare == NO_SPARE ? 0 : swept.at(spare, dead) / swept.at(spare, spare);
        double intercept = columns.mean(dead);
        for (int c = 0; c < k; c++) {
            weights[c] = c == dead ? 0 : swept.at(c, dead) - (spare == NO_SPARE ? 0 : ofSpare * swept.at(c, spare));
            intercept -= weights[c] * columns.mean(c);
        }
        if (spare != NO_SPARE) {
            weights[spare] = ofSpare;
            intercept -= ofSpare * columns.mean(spare);
        }
        return new ChannelSubstitute(dead, spare, weights, intercept);
    }

    /**
     * Share that a spare explains of the dead channel's residual variance after the other selected ones, on the train
     * rows.
     */
    static double share(SweepOperator swept, int dead, int spare) {
        double common = swept.at(spare, dead);
        return common * common / (swept.at(spare, spare) * swept.at(dead, dead));
    }

    /** Predicts the dead channel, in its own unit. */
    float predict(ScaledColumns columns, float[] row) {
        double sum = intercept;
        for (int c = 0; c < weights.length; c++) {
            sum += weights[c] == 0 ? 0 : weights[c] * columns.value(row, c);
        }
        return columns.unscaled(sum, dead);
    }
}
