package io.sensieve.trainer.study;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/**
 * Error as a function of the number of channels K, with its knee.
 *
 * @param points ascending by K, with distinct K
 */
public record ErrorCurve(List<Point> points) {
    /** Smallest depth below the chord of a knee. */
    private static final double LEAST_DEPTH = 0.02;

    /**
     * Error of one selection.
     *
     * @param k number of channels
     * @param error of the validation rows, above 0; see {@link #atLeastHalfARow}
     */
    public record Point(int k, double error) {
        /**
         * Checks the error.
         *
         * @throws IllegalArgumentException if the error is not above 0
         */
        public Point {
            if (!(error > 0)) {
                throw new IllegalArgumentException("error = " + error + " for k = " + k + ", must be above 0");
            }
        }
    }

    /**
     * Sorts the points.
     *
     * @throws IllegalArgumentException if two points have the same K
     */
    public ErrorCurve {
        points = points.stream().sorted(Comparator.comparingInt(Point::k)).toList();
        if (points.stream().mapToInt(Point::k).distinct().count() < points.size()) {
            throw new IllegalArgumentException("two points of the error curve have the same k: " + points);
        }
    }

    /** A share of wrong rows that has a logarithm: at least half a row. */
    public static double atLeastHalfARow(double error, int rows) {
        return Math.max(error, 0.5 / rows);
    }

    /**
     * The K beyond which more channels gain little: the point deepest below the chord from the first to the last point,
     * in K and the logarithm of the error, each scaled to [0, 1] (after Satopaa et al., 2011). Empty if there are fewer
     * than three points, the last error is not below the first, or no point lies 0.02 below the chord.
     */
    public OptionalInt knee() {
        if (points.size() < 3) {
            return OptionalInt.empty();
        }
        Point first = points.get(0);
        Point last = points.get(points.size() - 1);
        double fall = Math.log(first.error()) - Math.log(last.error());
        if (!(fall > 0)) {
            return OptionalInt.empty();
        }
        double deepest = LEAST_DEPTH;
        OptionalInt knee = OptionalInt.empty();
        for (Point point : points) {
            double along = (double) (point.k() - first.k()) / (last.k() - first.k());
            double fallen = (Math.log(first.error()) - Math.log(point.error())) / fall;
            if (fallen - along > deepest) {
                deepest = fallen - along;
                knee = OptionalInt.of(point.k());
            }
        }
        return knee;
    }
}
