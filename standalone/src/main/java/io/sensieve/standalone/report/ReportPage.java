package io.sensieve.standalone.report;

import io.sensieve.trainer.learn.training.TrainedSelection;
import java.util.Locale;
import java.util.Map;

/** Writes an experiment as one HTML page. Every number of a chart is also in a table. */
final class ReportPage {
    private final Experiment experiment;
    private final Markup page = new Markup();

    ReportPage(Experiment experiment) {
        this.experiment = experiment;
    }

    String html() {
        String title = "Sensieve: " + experiment.data();
        PageFrame.open(page, title);
        facts();
        if (experiment.hasCurve()) {
            new CurveOverK(page, experiment).write();
        }
        experiment.runs().forEach(this::run);
        return PageFrame.close(page);
    }

    private void facts() {
        TrainedSelection first = experiment.runs().get(0).trained();
        Table table = new Table(page, "Experiment", "");
        table.row("Method", first.method());
        table.row("Task", first.run().settings().task().label());
        table.row("Channels", first.channelNames().size() + " in the file");
        table.row(
                "Rows",
                "%,d train, %,d validation, %,d test; %s"
                        .formatted(
                                experiment.split().train().length,
                                experiment.split().validation().length,
                                experiment.split().test().length,
                                experiment.split().origin()));
        table.row("Seed", Long.toString(first.run().settings().seed()));
        table.row("Device", first.run().device());
        table.row(
                "Seconds",
                NumberFormats.brief(experiment.runs().stream()
                        .mapToDouble(run -> run.trained().run().seconds())
                        .sum()));
        table.close();
    }

    private void run(ExperimentRun run) {
        TrainedSelection trained = run.trained();
        page.open("section").element("h2", "K = " + run.k());
        Table table = new Table(page, "Figure", "");
        table.row(
                run.classifies() ? "Test accuracy" : "Test error",
                run.classifies() ? NumberFormats.percent(run.test()) : NumberFormats.error(run.test()));
        table.row(
                run.classifies() ? "Validation, share of wrong classes" : "Validation error",
                NumberFormats.error(run.validationError()));
        table.row(
                run.classifies() ? "Predicting the most frequent class" : "Predicting the mean",
                NumberFormats.error(trained.validation().error().getPredictMean()));
        table.row(
                "Unique channels before repair",
                NumberFormats.brief(trained.run().uniquePercentage()) + " %");
        table.row("Seconds", String.format(Locale.ROOT, "%.1f", trained.run().seconds()));
        table.close();
        new SelectedChannelTables(page, run).write();
        if (!run.classifies()) {
            new ChannelErrors(page, run).write();
        }
        if (!trained.run().curve().isEmpty()) {
            new TrainingCurves(page, trained.run().curve()).write(run.classifies());
        }
        page.open("details").element("summary", "All settings");
        Table settings = new Table(page, "Setting", "Value");
        for (Map.Entry<String, String> one : trained.run().settings().asMap().entrySet()) {
            settings.row("train." + one.getKey(), one.getValue());
        }
        settings.close();
        page.close().close();
    }
}
