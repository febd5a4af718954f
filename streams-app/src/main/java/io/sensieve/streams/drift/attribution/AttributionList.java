package io.sensieve.streams.drift.attribution;

import io.sensieve.AttributedChannel;
import io.sensieve.DriftSignal;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.drift.error.DriftThresholds;
import io.sensieve.streams.drift.error.WindowStatistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the channels of an attribution, each at most once. */
final class AttributionList {
    private final DriftThresholds thresholds;
    private final List<String> names;
    private final double expectedSquare;
    private final boolean[] selected;
    private final boolean[] done;
    private final List<AttributedChannel> channels = new ArrayList<>();

    AttributionList(DriftThresholds thresholds, LoadedSelection selection) {
        this.thresholds = thresholds;
        this.names = selection.selection().getChannelNames();
        this.expectedSquare = Math.max(
                WindowStatistics.TINY,
                selection.selection().getReference().getChannelError().stream()
                        .mapToDouble(error -> (double) error * error)
                        .average()
                        .orElse(0));
        this.selected = new boolean[names.size()];
        for (int channel : selection.model().channels()) {
            selected[channel] = true;
        }
        this.done = new boolean[names.size()];
    }

    /** Excludes a channel from the list. */
    void exclude(int channel) {
        done[channel] = true;
    }

    /** Whether a channel is in the list or excluded from it. */
    boolean isDone(int channel) {
        return done[channel];
    }

    /** Adds a selected channel because of the squared errors of other channels that it explains. */
    void addInput(int channel, double explained) {
        double value = Math.sqrt(explained / expectedSquare);
        add(channel, DriftSignal.INPUT, value, value / thresholds.errorDrift());
    }

    /**
     * Adds a channel because of its own reconstruction error.
     *
     * @param ratio ratio of its error to that of the validation rows
     * @param unexplained squared error that no shifted input explains
     */
    void addError(int channel, double ratio, double unexplained) {
        add(channel, DriftSignal.ERROR, ratio, Math.sqrt(unexplained / expectedSquare) / thresholds.errorDrift());
    }

    private void add(int channel, DriftSignal signal, double value, double score) {
        done[channel] = true;
        channels.add(new AttributedChannel(channel, names.get(channel), selected[channel], signal, value, score));
    }

    /** The channels with the highest scores, highest first. */
    List<AttributedChannel> highest(int max) {
        return channels.stream()
                .sorted(Comparator.comparingDouble(AttributedChannel::getScore)
                        .reversed()
                        .thenComparingInt(AttributedChannel::getIndex))
                .limit(max)
                .toList();
    }
}
