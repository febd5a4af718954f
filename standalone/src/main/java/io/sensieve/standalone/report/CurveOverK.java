package io.sensieve.standalone.report;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Writes the error by K and its knee. */
final class CurveOverK {
    private static final double WIDTH = 920;
    private static final double HEIGHT = 300;

    private final Markup page;
    private final Experiment experiment;

    CurveOverK(Markup page, Experiment experiment) {
        this.page = page;
        this.experiment = experiment;
    }

    void write() {
        boolean classifies = experiment.runs().get(0).classifies();
        double[] ks = values(ExperimentRun::k);
        double[] validation = values(ExperimentRun::validationError);
        double[] test = values(run -> classifies ? 1 - run.test() : run.test());
        String what = classifies ? "share of wrong classes" : "error";
        page.element("h2", "The " + what + " by K");
        page.open("p").element("span", "validation", "class", "key first");
        page.text(" ").element("span", "test", "class", "key second").close();
        Chart chart = new Chart(
                page,
                "The " + what + " by K",
                "K",
                WIDTH,
                HEIGHT,
                ks,
                DoubleStream.concat(DoubleStream.of(validation), DoubleStream.of(test))
                        .toArray(),
                true);
        experiment.knee().ifPresent(k -> chart.mark(k, "knee, K = " + k));
        chart.line("first", ks, validation).line("second", ks, test).close();
        page.element(
                "p",
                experiment.knee().isPresent()
                        ? "Suggested: K = " + experiment.knee().getAsInt() + ", the knee: the point furthest below the"
                                + " straight line from the first to the last point, in K and the logarithm of the"
                                + " validation figure."
                        : "No knee: the curve falls evenly, or there are fewer than three values of K.");
        table(experiment.runs(), classifies);
    }

    private void table(List<ExperimentRun> runs, boolean classifies) {
        Table table = new Table(
                page,
                "K",
                classifies ? "Validation, wrong" : "Validation error",
                classifies ? "Test accuracy" : "Test error",
                "Seconds",
                "");
        for (ExperimentRun run : runs) {
            table.row(
                    Integer.toString(run.k()),
                    NumberFormats.error(run.validationError()),
                    classifies ? NumberFormats.percent(run.test()) : NumberFormats.error(run.test()),
                    NumberFormats.brief(run.trained().run().seconds()),
                    experiment.knee().orElse(0) == run.k() ? "knee" : "");
        }
        table.close();
    }

    private double[] values(ToDoubleFunction<ExperimentRun> figure) {
        return experiment.runs().stream().mapToDouble(figure).toArray();
    }
}
