package io.sensieve.standalone.report;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes a chart as SVG: axes with labelled ticks, lines and marks. The page defines the colours. */
final class Chart {
    private static final double LEFT = 64;
    private static final double RIGHT = 16;
    private static final double TOP = 12;
    private static final double BOTTOM = 40;

    private final Markup page;
    private final double width;
    private final double height;
    private final Axis across;
    private final Axis up;

    /**
     * Opens the chart.
     *
     * @param title title, also for screen readers
     * @param x all values of the horizontal axis
     * @param y all values of the vertical axis
     */
    Chart(Markup page, String title, String xLabel, double width, double height, double[] x, double[] y, boolean log) {
        this.page = page;
        this.width = width;
        this.height = height;
        this.across = Axis.of(x, LEFT, width - RIGHT, false);
        this.up = Axis.of(y, height - BOTTOM, TOP, log);
        page.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "viewBox",
                "0 0 " + NumberFormats.length(width) + " " + NumberFormats.length(height),
                "role",
                "img");
        page.element("title", title);
        frame(xLabel);
    }

    double x(double value) {
        return across.at(value);
    }

    double y(double value) {
        return up.at(value);
    }

    /** Position of the horizontal axis. */
    double floor() {
        return height - BOTTOM;
    }

    /** Draws a line through points, with a dot on each point if there are at most 30. */
    Chart line(String style, double[] x, double[] y) {
        String points = IntStream.range(0, x.length)
                .filter(i -> Double.isFinite(y[i]))
                .mapToObj(i -> NumberFormats.length(x(x[i])) + "," + NumberFormats.length(y(y[i])))
                .collect(Collectors.joining(" "));
        page.open("polyline", "class", style, "points", points).close();
        for (int i = 0; i < x.length && x.length <= 30; i++) {
            page.open(
                    "circle",
                    "class",
                    style + " dot",
                    "cx",
                    NumberFormats.length(x(x[i])),
                    "cy",
                    NumberFormats.length(y(y[i])),
                    "r",
                    "3.5");
            page.element("title", NumberFormats.brief(x[i]) + ": " + NumberFormats.error(y[i]))
                    .close();
        }
        return this;
    }

    /** Draws a vertical line with a label. */
    Chart mark(double value, String label) {
        String place = NumberFormats.length(x(value));
        boolean right = x(value) > 0.7 * width;
        page.open(
                        "line",
                        "class",
                        "mark",
                        "x1",
                        place,
                        "x2",
                        place,
                        "y1",
                        NumberFormats.length(TOP),
                        "y2",
                        NumberFormats.length(floor()))
                .close();
        page.element(
                "text",
                label,
                "x",
                NumberFormats.length(x(value) + (right ? -6 : 6)),
                "y",
                NumberFormats.length(TOP + 12),
                "text-anchor",
                right ? "end" : "start");
        return this;
    }

    /** Closes the chart. */
    void close() {
        page.close();
    }

    private void frame(String xLabel) {
        for (double tick : up.ticks()) {
            String place = NumberFormats.length(y(tick));
            page.open(
                            "line",
                            "class",
                            "grid",
                            "x1",
                            NumberFormats.length(LEFT),
                            "x2",
                            NumberFormats.length(width - RIGHT),
                            "y1",
                            place,
                            "y2",
                            place)
                    .close();
            page.element(
                    "text",
                    NumberFormats.brief(tick),
                    "x",
                    NumberFormats.length(LEFT - 8),
                    "y",
                    NumberFormats.length(y(tick) + 4),
                    "text-anchor",
                    "end");
        }
        String floor = NumberFormats.length(floor());
        page.open(
                        "line",
                        "class",
                        "axis",
                        "x1",
                        NumberFormats.length(LEFT),
                        "x2",
                        NumberFormats.length(width - RIGHT),
                        "y1",
                        floor,
                        "y2",
                        floor)
                .close();
        for (double tick : across.ticks()) {
            page.element(
                    "text",
                    NumberFormats.brief(tick),
                    "x",
                    NumberFormats.length(x(tick)),
                    "y",
                    NumberFormats.length(floor() + 16),
                    "text-anchor",
                    "middle");
        }
        page.element(
                "text",
                xLabel,
                "x",
                NumberFormats.length((LEFT + width - RIGHT) / 2),
                "y",
                NumberFormats.length(height - 6),
                "text-anchor",
                "middle");
    }
}
