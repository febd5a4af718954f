package io.sensieve.standalone.report;

import io.sensieve.SelectedChannel;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes the reconstruction error of each channel: a bar chart, the worst channels by name, and a table. */
final class ChannelErrors {
    private static final double WIDTH = 920;
    private static final double HEIGHT = 240;
    private static final int MOST_BARS = 800;
    private static final int WORST = 10;

    private final Markup page;
    private final ExperimentRun run;
    private final List<Float> errors;
    private final Set<Integer> selected;

    ChannelErrors(Markup page, ExperimentRun run) {
        this.page = page;
        this.run = run;
        this.errors = run.trained().validation().reference().getChannelError();
        this.selected =
                run.trained().channels().stream().map(SelectedChannel::getIndex).collect(Collectors.toSet());
    }

    void write() {
        page.element("h3", "Error of each channel");
        List<Integer> worst = IntStream.range(0, errors.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer c) -> -errors.get(c))
                        .thenComparing(c -> c))
                .limit(WORST)
                .toList();
        page.element(
                "p",
                "Root mean squared error of the scaled validation rows. Worst: "
                        + worst.stream()
                                .map(c -> name(c) + " (" + NumberFormats.brief(errors.get(c)) + ")")
                                .collect(Collectors.joining(", "))
                        + ".");
        bars();
        page.open("details").element("summary", "All " + errors.size() + " channels");
        Table table = new Table(page, "Index", "Channel", "Error", "");
        for (int c = 0; c < errors.size(); c++) {
            table.row(
                    Integer.toString(c),
                    name(c),
                    NumberFormats.error(errors.get(c)),
                    selected.contains(c) ? "selected" : "");
        }
        table.close();
        page.close();
    }

    /** Draws the bars; neighbouring channels that share a bar show the worst of them. */
    private void bars() {
        int count = Math.min(errors.size(), MOST_BARS);
        double highest = errors.stream().mapToDouble(Float::doubleValue).max().orElse(1);
        Chart chart = new Chart(
                page,
                "Error of each channel",
                "channel",
                WIDTH,
                HEIGHT,
                new double[] {-0.5, errors.size() - 0.5},
                new double[] {0, highest > 0 ? highest : 1},
                false);
        for (int bar = 0; bar < count; bar++) {
            int from = (int) ((long) bar * errors.size() / count);
            int to = (int) ((bar + 1L) * errors.size() / count);
            int worst = IntStream.range(from, to)
                    .boxed()
                    .max(Comparator.comparingDouble(errors::get))
                    .orElse(from);
            double left = chart.x(from - 0.5);
            double top = chart.y(errors.get(worst));
            page.open(
                    "rect",
                    "class",
                    selected.contains(worst) ? "second" : "first",
                    "x",
                    NumberFormats.length(left),
                    "y",
                    NumberFormats.length(top),
                    "width",
                    NumberFormats.length(Math.max(0.6, 0.8 * (chart.x(to - 0.5) - left))),
                    "height",
                    NumberFormats.length(chart.floor() - top));
            page.element("title", name(worst) + ": " + NumberFormats.error(errors.get(worst)))
                    .close();
        }
        chart.close();
    }

    private String name(int channel) {
        return run.trained().channelNames().get(channel);
    }
}
