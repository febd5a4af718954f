package io.sensieve.trainer.retrain;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.SensorLayout;
import io.sensieve.trainer.publish.SelectionDirectory;
import io.sensieve.trainer.publish.SelectionVersion;
import io.sensieve.trainer.window.WindowSample;
import java.util.List;
import java.util.stream.IntStream;

/** Adds to a training order the data that its training needs. */
public final class TrainingJobs {
    private final SelectionDirectory directory;
    private final ModelCache models;

    /** Creates a factory of jobs. */
    public TrainingJobs(SelectionDirectory directory, ModelCache models) {
        this.directory = directory;
        this.models = models;
    }

    /** Creates the job of an order. */
    public TrainingJob create(TrainingOrder order, WindowSample sample) {
        String layout = order.layout();
        List<Channel> channels = directory
                .layout(layout)
                .map(SensorLayout::getChannels)
                .orElseGet(() -> impliedChannels(sample.rows().get(0).values().length));
        List<Integer> faulty = FaultyChannels.find(
                order.request()
                        .map(request -> request.request().getFaultyChannels())
                        .orElse(List.of()),
                directory.active(layout).map(SelectionVersion::faulty).orElse(List.of()),
                sample.validation(),
                channels);
        return new TrainingJob(
                order,
                sample,
                FaultyChannels.exclude(channels, faulty),
                faulty,
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
