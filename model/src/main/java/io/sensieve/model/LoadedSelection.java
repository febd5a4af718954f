package io.sensieve.model;

import io.sensieve.ChannelProfile;
import io.sensieve.ChannelRole;
import io.sensieve.MissingValue;
import io.sensieve.ReferenceProfile;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.SensorLayout;
import io.sensieve.codec.Floats;
import io.sensieve.model.RefusedSelectionException.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A selection with its validated model: K distinct channels within D, fitting shapes, finite numbers. Compared by
 * identity, because a version that is loaded again may have other shapes. Thread-safe.
 */
public final class LoadedSelection {
    private final Selection selection;
    private final ModelFile model;
    private final MissingValues missingValues;
    private final Queue<Reconstructor> idle = new ConcurrentLinkedQueue<>();

    private @Nullable Reconstructor weights;

    private LoadedSelection(Selection selection, ModelFile model) {
        this.selection = selection;
        this.model = model;
        this.missingValues = MissingValues.of(selection.getMissingValues());
    }

    /** The selection's record. */
    public Selection selection() {
        return selection;
    }

    /** The model that the selection refers to. */
    public ModelFile model() {
        return model;
    }

    /** Values that stand for a missing one; the reconstructors treat them so. */
    public MissingValues missingValues() {
        return missingValues;
    }

    /**
     * Borrows a reconstructor from the pool, for use by one thread. All reconstructors share the weights.
     *
     * @param batchSize most records of a batch
     */
    public Reconstructor borrowReconstructor(int batchSize) {
        Reconstructor used = idle.poll();
        return used != null && used.batchSize() >= batchSize ? used : newReconstructor(batchSize);
    }

    private synchronized Reconstructor newReconstructor(int batchSize) {
        if (weights == null) {
            weights = new Reconstructor(model, missingValues, 0);
        }
        return weights.copy(batchSize);
    }

    /** Returns a reconstructor to the pool. If a thread fails to return one, the pool creates another. */
    public void returnReconstructor(Reconstructor borrowed) {
        idle.add(borrowed);
    }

    /** D: number of channels of the layout. */
    public int channelCount() {
        return model.offset().length;
    }

    /** K: number of selected channels. */
    public int selectedCount() {
        return model.channels().length;
    }

    /** The selection's version. */
    public int version() {
        return selection.getVersion();
    }

    /**
     * Parses the model and validates it together with the selection.
     *
     * @param layout the channels' roles, if known
     * @throws RefusedSelectionException if a check fails
     */
    public static LoadedSelection of(Selection selection, byte[] modelFile, Optional<SensorLayout> layout) {
        ModelFile model;
        try {
            model = ModelFile.parse(modelFile);
        } catch (MalformedModelException e) {
            throw new RefusedSelectionException(Reason.WRONG_SHAPE, String.valueOf(e.getMessage()), e);
        }
        if (model.classifier()) {
            throw refused(Reason.OTHER_TASK, "the model is a classifier: it cannot reconstruct records");
        }
        checkChannels(selection, model);
        checkShapes(selection, model);
        checkFinite(selection, model);
        checkMissingValues(selection, model.offset().length);
        layout.ifPresent(channels -> checkRoles(selection, channels));
        return new LoadedSelection(selection, model);
    }

    private static void checkChannels(Selection selection, ModelFile model) {
        int d = model.offset().length;
        List<SelectedChannel> channels = selection.getChannels();
        if (channels.size() != model.channels().length) {
            throw refused(
                    Reason.WRONG_SHAPE,
                    "the selection has " + channels.size() + " channels, the model has " + model.channels().length);
        }
        boolean[] seen = new boolean[d];
        for (int i = 0; i < channels.size(); i++) {
            int index = channels.get(i).getIndex();
            if (index < 0 || index >= d) {
                throw refused(Reason.CHANNEL_OUT_OF_RANGE, "channel " + index + " of " + d);
            }
            if (seen[index]) {
                throw refused(Reason.REPEATED_CHANNEL, "channel " + index + " is selected twice");
            }
            seen[index] = true;
            if (index != model.channels()[i]) {
                throw refused(
                        Reason.WRONG_SHAPE,
                        "position " + i + " is channel " + index + " in the selection, " + model.channels()[i]
                                + " in the model");
            }
        }
        for (SelectedChannel spare : selection.getSpares()) {
            int index = spare.getIndex();
            if (index < 0 || index >= d) {
                throw refused(Reason.CHANNEL_OUT_OF_RANGE, "spare channel " + index + " of " + d);
            }
            if (seen[index]) {
                throw refused(Reason.REPEATED_CHANNEL, "spare channel " + index + " is selected already");
            }
            seen[index] = true;
        }
    }

    private static void checkShapes(Selection selection, ModelFile model) {
        int d = model.offset().length;
        expect(d, selection.getChannelNames().size(), "channel names");
        expect(d, selection.getScaling().getOffset().size(), "scaling offsets");
        expect(d, selection.getScaling().getRange().size(), "scaling ranges");
        expect(d, selection.getReference().getChannelError().size(), "channel errors");
        expect(model.channels().length, selection.getReference().getChannels().size(), "channel profiles");
        ReferenceProfile reference = selection.getReference();
        expectIfKnown(d, reference.getLowest(), "lowest values");
        expectIfKnown(d, reference.getHighest(), "highest values");
        expectIfKnown(d, reference.getMissingShare(), "shares of missing values");
        expectIfKnown(d, reference.getRepeatedShare(), "shares of repeated values");
        for (ChannelProfile profile : reference.getChannels()) {
            expect(profile.getEdges().size() + 2, profile.getExpected().size(), "shares of a channel profile");
        }
    }

    private static void checkFinite(Selection selection, ModelFile model) {
        model.decoder().layers().forEach(layer -> {
            finite("decoder weights", layer.weight());
            finite("decoder biases", layer.bias());
        });
        model.decoder().norms().forEach(norm -> {
            finite("normalisation weights", norm.scale());
            finite("normalisation biases", norm.shift());
        });
        finite("weights of the skip connection", model.decoder().skip());
        finite("fill values", model.fill());
        finite("covariances of the inputs", model.covariance());
        finite("lowest inputs", model.limits().lowest());
        finite("highest inputs", model.limits().highest());
        finite("scaling offsets", model.offset());
        finite("scaling ranges", model.range());
        for (float range : model.range()) {
            if (range <= 0) {
                throw refused(Reason.NOT_FINITE, "scaling range is " + range + ", must be above 0");
            }
        }
        finite(
                "the record's scaling offsets",
                Floats.array(selection.getScaling().getOffset()));
        finite(
                "the record's scaling ranges",
                Floats.array(selection.getScaling().getRange()));
        finite("channel errors", Floats.array(selection.getReference().getChannelError()));
        for (ChannelProfile profile : selection.getReference().getChannels()) {
            finite("profile edges", Floats.array(profile.getEdges()));
            finite("profile shares", Floats.array(profile.getExpected()));
        }
        double mean = selection.getValidation().getMean();
        double sd = selection.getValidation().getSd();
        if (!Double.isFinite(mean) || !Double.isFinite(sd) || mean < 0 || sd < 0) {
            throw refused(Reason.NOT_FINITE, "validation error " + mean + " with standard deviation " + sd);
        }
    }

    private static void checkMissingValues(Selection selection, int channels) {
        for (MissingValue missing : selection.getMissingValues()) {
            if (missing.getIndex() < 0 || missing.getIndex() >= channels) {
                throw refused(
                        Reason.CHANNEL_OUT_OF_RANGE,
                        "missing value of channel " + missing.getIndex() + " of " + channels);
            }
        }
    }

    private static void checkRoles(Selection selection, SensorLayout layout) {
        expect(layout.getChannels().size(), selection.getChannelNames().size(), "channels");
        boolean[] selected = new boolean[layout.getChannels().size()];
        selection.getChannels().forEach(channel -> selected[channel.getIndex()] = true);
        for (int i = 0; i < selected.length; i++) {
            ChannelRole role = layout.getChannels().get(i).getRole();
            if ((role == ChannelRole.REQUIRED && !selected[i]) || (role == ChannelRole.EXCLUDED && selected[i])) {
                throw refused(
                        Reason.ROLE_BROKEN,
                        "channel " + i + " is " + role + " and " + (selected[i] ? "selected" : "not selected"));
            }
        }
    }

    private static void expect(int expected, int actual, String what) {
        if (expected != actual) {
            throw refused(Reason.WRONG_SHAPE, actual + " " + what + ", expected " + expected);
        }
    }

    /** An empty list means that the values are unknown. */
    private static void expectIfKnown(int expected, List<Float> values, String what) {
        if (!values.isEmpty()) {
            expect(expected, values.size(), what);
        }
    }

    private static void finite(String what, float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw refused(Reason.NOT_FINITE, what + " contain " + value);
            }
        }
    }

    private static RefusedSelectionException refused(Reason reason, String message) {
        return new RefusedSelectionException(reason, message);
    }
}
