package io.sensieve.trainer.learn.lassonet;

/**
 * LassoNet's proximal operator for one channel (Lemhadri et al., 2021, section 3.2), with the norm of the channel's
 * skip weights in place of the absolute value of a single one.
 *
 * <p>It minimises |b - v|^2 / 2 + |W - U|^2 / 2 + lambda |b| over b and W with |W_j| at most M |b|. The minimum has b
 * along v, and U clipped to M |b| as W, so only the length r = |b| is to be found. It is the root, if one is above 0,
 * of
 *
 * <p>g(r) = r - |v| + lambda - M sum_j max(0, |U_j| - M r),
 *
 * <p>which is increasing and concave. So Newton's method from 0 never passes the root, and as g has finitely many
 * pieces it ends there, mostly after two or three iterations, without sorting.
 */
final class HierarchicalProx {
    private HierarchicalProx() {}

    /**
     * The length r of the skip weights; 0 if the channel is removed.
     *
     * @param norm |v|
     * @param weights holds U from {@code from} up to, not including, {@code to}
     * @param threshold lambda
     * @param hierarchy M
     */
    static double length(double norm, float[] weights, int from, int to, double threshold, double hierarchy) {
        double free = norm - threshold;
        double length = Math.max(0, free);
        int clipped = -1;
        while (true) {
            float bound = (float) (hierarchy * length);
            int count = 0;
            double sum = 0;
            for (int i = from; i < to; i++) {
                float size = Math.abs(weights[i]);
                if (size > bound) {
                    count++;
                    sum += size;
                }
            }
            if (count == 0 || count == clipped) {
                return length;
            }
            clipped = count;
            length = Math.max(length, (free + hierarchy * sum) / (1 + count * hierarchy * hierarchy));
        }
    }
}
