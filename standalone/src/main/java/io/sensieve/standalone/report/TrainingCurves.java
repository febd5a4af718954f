package io.sensieve.standalone.report;

import io.sensieve.trainer.learn.progress.TrainingProgress;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Writes a chart for each figure that changes over the epochs of a training, and a table of all figures. */
final class TrainingCurves {
    private static final double WIDTH = 440;
    private static final double HEIGHT = 220;

    private final Markup page;
    private final List<TrainingProgress> curve;
    private final double[] epochs;

    TrainingCurves(Markup page, List<TrainingProgress> curve) {
        this.page = page;
        this.curve = curve;
        this.epochs = values(TrainingProgress::epoch);
    }

    void write(boolean classifies) {
        page.element("h3", "Training");
        page.open("div", "class", "charts");
        chart(classifies ? "Loss (cross-entropy)" : "Loss (mean squared error, scaled)", TrainingProgress::loss);
        chart(
                classifies ? "Validation: share of wrong classes" : "Validation error",
                TrainingProgress::validationError);
        if (changes(TrainingProgress::uniquePercentage)) {
            chart("Unique channels, %", TrainingProgress::uniquePercentage);
        }
        if (changes(TrainingProgress::temperature)) {
            chart("Temperature", TrainingProgress::temperature);
        }
        page.close();
        if (!changes(TrainingProgress::uniquePercentage)) {
            page.element(
                    "p",
                    "Unique channels: " + NumberFormats.brief(curve.get(0).uniquePercentage()) + " % in every epoch.");
        }
        table();
    }

    private void chart(String title, ToDoubleFunction<TrainingProgress> figure) {
        double[] values = values(figure);
        page.open("figure").element("figcaption", title);
        new Chart(page, title + " by epoch", "epoch", WIDTH, HEIGHT, epochs, values, true)
                .line("first", epochs, values)
                .close();
        page.close();
    }

    private void table() {
        page.open("details").element("summary", "All " + curve.size() + " epochs");
        Table table = new Table(page, "Epoch", "Loss", "Validation error", "Unique %", "Temperature");
        for (TrainingProgress epoch : curve) {
            table.row(
                    Integer.toString(epoch.epoch()),
                    NumberFormats.error(epoch.loss()),
                    NumberFormats.error(epoch.validationError()),
                    NumberFormats.brief(epoch.uniquePercentage()),
                    NumberFormats.brief(epoch.temperature()));
        }
        table.close();
        page.close();
    }

    private boolean changes(ToDoubleFunction<TrainingProgress> figure) {
        return DoubleStream.of(values(figure)).distinct().count() > 1;
    }

    private double[] values(ToDoubleFunction<TrainingProgress> figure) {
        return curve.stream().mapToDouble(figure).toArray();
    }
}
