package io.sensieve.benchmarks.events;

import io.sensieve.AttributedChannel;
import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.DriftReport;
import io.sensieve.FaultySensor;
import io.sensieve.Reconstruction;
import io.sensieve.Verdict;
import io.sensieve.benchmarks.simulation.ColdTraining;
import io.sensieve.benchmarks.simulation.PublishedVersion;
import io.sensieve.benchmarks.simulation.SimulatedLoop;
import io.sensieve.benchmarks.simulation.SimulationSettings;
import io.sensieve.benchmarks.workload.BenchmarkCluster;
import io.sensieve.codec.Floats;
import io.sensieve.model.ModelFile;
import io.sensieve.model.Reconstructor;
import io.sensieve.topic.Topics;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.TrainedSelection;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Plays a stream with an event through app and trainer in simulated time, and measures what was served. */
final class EventRun {
    private final EventScenario scenario;
    private final Settings settings;
    private final float[] @Nullable [] served;
    private final Set<Integer> named = new HashSet<>();
    private OptionalLong delay = OptionalLong.empty();
    private List<PublishedVersion> versions = List.of();

    /**
     * Settings of the services.
     *
     * @param cluster broker of the trainer
     * @param app settings of the streams app
     * @param trainer settings of the trainer
     * @param train settings of trainings
     * @param every records between two turns of the trainer
     * @param onDecision receives the trainer's decisions, in order
     */
    record Settings(
            BenchmarkCluster cluster,
            SimulationSettings app,
            Map<String, String> trainer,
            TrainSettings train,
            int every,
            Consumer<SimulatedLoop.Decision> onDecision) {}

    private EventRun(EventScenario scenario, Settings settings) {
        this.scenario = scenario;
        this.settings = settings;
        this.served = new float[scenario.rows().sent().length][];
    }

    /**
     * Plays the stream.
     *
     * @param first selection that was trained on the learnt rows
     */
    static EventResult of(EventScenario scenario, TrainedSelection first, Settings settings) {
        EventRun run = new EventRun(scenario, settings);
        run.play(first);
        return run.result();
    }

    private void play(TrainedSelection first) {
        float[][] sent = scenario.rows().sent();
        Map<Long, Integer> recordAt = new HashMap<>();
        try (SimulatedLoop loop = new SimulatedLoop(
                settings.cluster(),
                settings.app(),
                settings.trainer(),
                scenario.channelNames(),
                ColdTraining.version1(first),
                settings.every())) {
            for (int r = 0; r < sent.length; r++) {
                recordAt.put(loop.app().time(r).toEpochMilli(), r);
                int reports = loop.reports().size();
                loop.send(sent[r]);
                for (Reconstruction made : loop.app().read(Topics.RECONSTRUCTIONS)) {
                    Integer record = recordAt.get(made.getTimestamp().toEpochMilli());
                    if (record != null) {
                        served[record] = Floats.array(made.getValues());
                    }
                }
                observe(loop.reports().subList(reports, loop.reports().size()), r + 1L);
            }
            versions = loop.versions();
            loop.decisions().forEach(settings.onDecision());
        }
    }

    private void observe(List<DriftReport> reports, long sent) {
        if (sent <= scenario.event().onset()) {
            return;
        }
        for (DriftReport report : reports) {
            if (report.getVerdict() == Verdict.DRIFT && delay.isEmpty()) {
                delay = OptionalLong.of(sent - scenario.event().onset());
            }
            report.getFaultySensors().stream().map(FaultySensor::getIndex).forEach(named::add);
            report.getAttribution().stream().map(AttributedChannel::getIndex).forEach(named::add);
        }
    }

    private EventResult result() {
        PlantedEvent event = scenario.event();
        List<PublishedVersion> later = versions.subList(1, versions.size());
        return new EventResult(
                scenario.label(),
                delay(later),
                later.size(),
                (int) later.stream().filter(PublishedVersion::isReturn).count(),
                (int) later.stream()
                        .filter(version ->
                                version.record() < event.onset() || (event.outage() && version.record() < event.end()))
                        .count(),
                event.faults().size(),
                event.faults().stream()
                        .filter(channel -> !named.contains(channel))
                        .sorted()
                        .map(scenario.channelNames()::get)
                        .toList(),
                scenario.during().map(this::errors),
                errors(scenario.after()));
    }

    private OptionalLong delay(List<PublishedVersion> later) {
        long switched = later.stream()
                .mapToLong(version -> version.record() - scenario.event().onset())
                .filter(records -> records > 0)
                .min()
                .orElse(Long.MAX_VALUE);
        long least = Math.min(delay.orElse(Long.MAX_VALUE), switched);
        return least == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(least);
    }

    private StretchErrors errors(Stretch stretch) {
        float[][] truth = scenario.rows().truth();
        if (IntStream.range((int) stretch.from(), (int) stretch.to())
                .noneMatch(r -> RelativeError.isMeasured(truth[r]))) {
            return new StretchErrors(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }
        RelativeError scale = new RelativeError(
                Arrays.copyOfRange(truth, 0, scenario.learnt()),
                Arrays.copyOfRange(truth, (int) stretch.from(), (int) stretch.to()));
        double kept = versions.stream()
                .filter(version -> version.record() <= stretch.from() && !version.isReturn())
                .mapToDouble(version -> error(scale, stretch, version.model()))
                .min()
                .orElse(Double.NaN);
        return new StretchErrors(
                scale.of(truth, stretch, this::served),
                error(scale, stretch, versions.get(0).model()),
                kept,
                oracle(scale, stretch));
    }

    private float[] served(int record) {
        float[] values = served[record];
        if (values == null) {
            throw new IllegalStateException("record " + record + " of " + scenario.label() + " has no reconstruction");
        }
        return values;
    }

    private double error(RelativeError scale, Stretch stretch, ModelFile model) {
        Reconstructor reconstructor = new Reconstructor(model);
        float[][] sent = scenario.rows().sent();
        return scale.of(
                scenario.rows().truth(),
                stretch,
                record -> reconstructor.reconstruct(reconstructor.project(sent[record])));
    }

    /** Trains on rows of the same regime; a faulty channel, or one without values, is not selected. */
    private double oracle(RelativeError scale, Stretch stretch) {
        if (scenario.event().outage() && stretch.to() <= scenario.event().end()) {
            return Double.NaN;
        }
        float[][] rows = scenario.oracleRows().apply(stretch);
        List<Channel> channels = IntStream.range(0, scenario.channelNames().size())
                .mapToObj(c -> new Channel(
                        scenario.channelNames().get(c),
                        "",
                        1.0,
                        isCandidate(rows, c) ? ChannelRole.CANDIDATE : ChannelRole.EXCLUDED))
                .toList();
        return error(
                scale,
                stretch,
                ColdTraining.first(rows, channels, settings.train()).model());
    }

    private boolean isCandidate(float[][] rows, int channel) {
        PlantedEvent event = scenario.event();
        return !(event.faults().contains(channel) && event.unmeasured().contains(channel))
                && Arrays.stream(rows).anyMatch(row -> !Float.isNaN(row[channel]));
    }
}
