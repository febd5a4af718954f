package io.sensieve.standalone.cli.learn;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sensieve.SelectedChannel;
import io.sensieve.standalone.data.DataSplit;
import io.sensieve.standalone.report.Experiment;
import io.sensieve.standalone.report.ExperimentRun;
import io.sensieve.trainer.learn.training.TrainedSelection;
import io.sensieve.trainer.study.Resilience;
import io.sensieve.trainer.study.Stability;
import java.util.List;

/** Formats the result of {@code train} as JSON. */
final class TrainJson {
    private TrainJson() {}

    /** Formats one selection, or with several K the error curve, its knee and all selections. */
    static ObjectNode of(Experiment experiment) {
        if (!experiment.hasCurve()) {
            return of(experiment.runs().get(0), experiment);
        }
        ObjectNode node = new ObjectMapper().createObjectNode();
        TrainedSelection first = experiment.runs().get(0).trained();
        node.put("method", first.method());
        node.put("task", first.run().settings().task().label());
        node.put("d", first.channelNames().size());
        ArrayNode curve = node.putArray("curve");
        for (ExperimentRun run : experiment.runs()) {
            ObjectNode point = curve.addObject();
            point.put("k", run.k());
            test(point, run);
            point.put("validation_error", run.validationError());
            point.put("train_seconds", run.trained().run().seconds());
        }
        node.putNull("knee");
        experiment.knee().ifPresent(k -> node.put("knee", k));
        ArrayNode selections = node.putArray("selections");
        experiment.runs().forEach(run -> selections.add(of(run, experiment)));
        return node;
    }

    /** Formats one selection. */
    static ObjectNode of(ExperimentRun run, Experiment experiment) {
        DataSplit split = experiment.split();
        TrainedSelection trained = run.trained();
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("method", trained.method());
        node.put("task", trained.run().settings().task().label());
        node.put("k", run.k());
        node.put("d", trained.channelNames().size());
        ArrayNode channels = node.putArray("channels");
        trained.channels().forEach(channel -> channels.add(channel.getIndex()));
        ArrayNode names = node.putArray("names");
        trained.channels().forEach(channel -> names.add(channel.getName()));
        node.put("unique_percentage", distinctPercentage(trained));
        node.put("unique_percentage_before_repair", trained.run().uniquePercentage());
        test(node, run);
        split.classes().ifPresent(classes -> classes.names().forEach(node.withArray("/classes")::add));
        node.put("validation_error", run.validationError());
        node.put("predict_mean_error", trained.validation().error().getPredictMean());
        experiment.constant().forEach(node.putArray("constant_or_empty")::add);
        ArrayNode codes = node.putArray("fault_codes");
        experiment
                .trainingData()
                .faultCodes()
                .forEach(code -> codes.addObject()
                        .put("index", code.channel())
                        .put("name", trained.channelNames().get(code.channel()))
                        .put("value", code.value())
                        .put("share", code.share()));
        SelectionConstraints constraints =
                SelectionConstraints.of(trained, experiment.trainingData().channels());
        if (!constraints.isEmpty()) {
            constraints.write(node.putObject("constraints"));
        }
        node.put("train_rows", split.train().length);
        node.put("validation_rows", split.validation().length);
        node.put("test_rows", split.test().length);
        node.put("split", split.origin());
        node.put("train_seconds", trained.run().seconds());
        node.put("epochs", trained.run().curve().size());
        node.put("seed", trained.run().settings().seed());
        node.put("device", trained.run().device());
        resilience(node.putObject("resilience"), run.resilience());
        run.stability().ifPresent(stability -> stability(node.putObject("stability"), stability, trained));
        ObjectNode settings = node.putObject("settings");
        trained.run().settings().asMap().forEach(settings::put);
        return node;
    }

    /** Writes the test figure; the key of the other task's figure is null. */
    private static void test(ObjectNode node, ExperimentRun run) {
        node.putNull("test_error");
        node.putNull("accuracy");
        node.put(run.classifies() ? "accuracy" : "test_error", run.test());
    }

    private static void resilience(ObjectNode node, Resilience resilience) {
        node.put("rows", resilience.rows());
        node.put("error", resilience.intact());
        ArrayNode dead = node.putArray("dead");
        resilience.channels().forEach(channel -> {
            ObjectNode one = dead.addObject()
                    .put("index", channel.channel())
                    .put("name", channel.name())
                    .put("error_missing", channel.missing())
                    .put("error_inferred", channel.inferred());
            channel.spare()
                    .ifPresent(spare -> one.putObject("spare")
                            .put("index", spare.channel())
                            .put("name", spare.name())
                            .put("error", spare.error()));
        });
        ArrayNode spares = node.putArray("spares");
        resilience
                .spares()
                .forEach(use -> spares.addObject()
                        .put("index", use.channel())
                        .put("name", use.name())
                        .put("score", use.score())
                        .put("replaces", use.replacesName())
                        .put("error", use.error()));
    }

    private static void stability(ObjectNode node, Stability stability, TrainedSelection trained) {
        node.put("selections", stability.selections());
        node.put("jaccard", stability.jaccard());
        node.put("kuncheva", stability.kuncheva());
        ArrayNode times = node.putArray("times");
        List<Integer> counts = stability.times();
        for (int c = 0; c < counts.size(); c++) {
            if (counts.get(c) > 0) {
                times.addObject()
                        .put("index", c)
                        .put("name", trained.channelNames().get(c))
                        .put("times", counts.get(c));
            }
        }
    }

    private static double distinctPercentage(TrainedSelection trained) {
        return 100.0
                * trained.channels().stream()
                        .map(SelectedChannel::getIndex)
                        .distinct()
                        .count()
                / trained.channels().size();
    }
}
