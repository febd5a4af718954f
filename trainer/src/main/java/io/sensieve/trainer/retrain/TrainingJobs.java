package io.sensieve.trainer.retrain;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.SensorLayout;
import io.sensieve.trainer.publish.SelectionDirectory;
import io.sensieve.trainer.publish.SelectionVersion;
import io.sensieve.trainer.request.RetrainCause;
import io.sensieve.trainer.window.WindowRow;
import io.sensieve.trainer.window.WindowSample;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Adds to a training order the data that its training needs. */
public final class TrainingJobs {
    private final SelectionDirectory directory;
    private final ModelCache models;

    /** Creates a factory of jobs. */
    public TrainingJobs(SelectionDirectory directory, ModelCache models) {
        this.directory = directory;
        this.models = models;
    }

    /**
     * Creates the job of an order.
     *
     * @param window rows of the layout's window
     * @param capacity most rows of the window
     * @param newest the rows that arrived last
     */
    public TrainingJob create(TrainingOrder order, WindowSample window, int capacity, List<WindowRow> newest) {
        String layout = order.layout();
        Optional<SelectionVersion> active = directory.active(layout);
        Optional<WindowSample> activeRegime =
                active.map(version -> window.startingAt(version.from().toEpochMilli()));
        WindowSample sample = order.cause() == RetrainCause.FOLLOW_UP ? activeRegime.orElse(window) : window;
        List<Channel> channels = directory
                .layout(layout)
                .map(SensorLayout::getChannels)
                .orElseGet(() -> impliedChannels(sample.rows().get(0).values().length));
        List<Integer> faulty = FaultyChannels.find(
                order.request()
                        .map(request -> request.request().getFaultyChannels())
                        .orElse(List.of()),
                active.map(SelectionVersion::faulty).orElse(List.of()),
                sample.validation(),
                channels);
        List<Integer> selected = active.map(SelectionVersion::selected).orElse(List.of());
        List<Integer> unusable = Stream.concat(
                        faulty.stream(),
                        FaultyChannels.silent(WindowSample.values(newest), WindowSample.values(sample.rows())).stream()
                                .filter(channel -> !selected.contains(channel))
                                .filter(channel -> channels.get(channel).getRole() != ChannelRole.REQUIRED))
                .toList();
        return new TrainingJob(
                order,
                sample,
                FaultyChannels.exclude(channels, unusable),
                faulty,
                activeRegime
                        .filter(regime -> regime.rows().size() < capacity)
                        .flatMap(regime -> active.map(SelectionVersion::changed))
                        .orElse(List.of()),
                directory.activeNumber(layout),
                models.versions(layout, directory));
    }

    /** Returns the channels of a layout that nobody declared. */
    private static List<Channel> impliedChannels(int count) {
        return IntStream.range(0, count)
                .mapToObj(c -> new Channel("c%03d".formatted(c), "", 1.0, ChannelRole.CANDIDATE))
                .toList();
    }
}
