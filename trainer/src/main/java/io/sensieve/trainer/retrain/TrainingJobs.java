package io.sensieve.trainer.retrain;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.SensorLayout;
import io.sensieve.trainer.publish.Champion;
import io.sensieve.trainer.publish.SelectionDirectory;
import io.sensieve.trainer.publish.SelectionVersion;
import io.sensieve.trainer.window.WindowSample;
import java.util.List;
import java.util.stream.IntStream;

/** Adds to a training order the data that its training needs. */
public final class TrainingJobs {
    private final SelectionDirectory directory;
    private final Champions champions;

    /** Creates a factory of jobs. */
    public TrainingJobs(SelectionDirectory directory, Champions champions) {
        this.directory = directory;
        this.champions = champions;
    }

    /** Creates the job of an order. */
    public TrainingJob create(TrainingOrder order, WindowSample sample) {
        String layout = order.layout();
        List<Channel> channels = directory
                .layout(layout)
                .map(SensorLayout::getChannels)
                .orElseGet(() -> impliedChannels(sample.train()[0].length));
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
                directory
                        .active(layout)
                        .map(version -> champions.champion(layout, version))
                        .orElse(Champion.NONE));
    }

    /** Returns the channels of a layout that nobody declared. */
    private static List<Channel> impliedChannels(int count) {
        return IntStream.range(0, count)
                .mapToObj(c -> new Channel("c%03d".formatted(c), "", 1.0, ChannelRole.CANDIDATE))
                .toList();
    }
}
