package io.sensieve.trainer.study;

/**
 * Tells a dead channel from the other chosen ones and, where there is one, a spare, by least squares on the train rows.
 *
 * @param dead position of the dead channel among the chosen
 * @param spare position among the columns, or -1 for none
 * @param weights for each of the columns; 0 for the dead channel and for spares that are not used
 * @param intercept added
 */
record ChannelSubstitute(int dead, int spare, double[] weights, double intercept) {
    static final int NO_SPARE = -1;

    /**
     * Reads it off.
     *
     * @param swept all chosen channels but the dead one are regressed out
     * @param k chosen channels, the first columns
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

    /** Share of the dead channel's variance, after the other chosen ones, that a spare tells on the train rows. */
    static double share(SweepOperator swept, int dead, int spare) {
        double common = swept.at(spare, dead);
        return common * common / (swept.at(spare, spare) * swept.at(dead, dead));
    }

    /** What the dead channel would say, in its own unit. */
    float reading(ScaledColumns columns, float[] row) {
        double sum = intercept;
        for (int c = 0; c < weights.length; c++) {
            sum += weights[c] == 0 ? 0 : weights[c] * columns.value(row, c);
        }
        return columns.unscaled(sum, dead);
    }
}
