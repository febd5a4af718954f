package io.sensieve.trainer.study;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/**
 * The error for several numbers of channels.
 *
 * @param points ascending by K, which differ
 */
public record ErrorCurve(List<Point> points) {
    /** Depth below the chord from which on a point is a knee. */
    private static final double LEAST_DEPTH = 0.02;

    /**
     * One selection.
     *
     * @param k channels
     * @param error of the validation rows, above 0; see {@link #atLeastHalfARow}
     */
    public record Point(int k, double error) {
        /**
         * Checks the range.
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
     * @throws IllegalArgumentException if two have the same K
     */
    public ErrorCurve {
        points = points.stream().sorted(Comparator.comparingInt(Point::k)).toList();
        if (points.stream().mapToInt(Point::k).distinct().count() < points.size()) {
            throw new IllegalArgumentException("two points of an error curve have the same k: " + points);
        }
    }

    /** A share of wrong rows, for a logarithm: half a row where none is wrong. */
    public static double atLeastHalfARow(double error, int rows) {
        return Math.max(error, 0.5 / rows);
    }

    /**
     * The K from which on more channels gain little: that whose point lies deepest below the chord from the first point
     * to the last, in K and the logarithm of the error, each scaled to run from 0 to 1 (after Satopaa et al., 2011).
     * None where there are fewer than three points, the last is no better than the first, or no point lies 0.02 below
     * the chord.
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
