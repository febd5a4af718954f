package io.sensieve.trainer.learn.evaluation;

import io.sensieve.ChannelProfile;
import io.sensieve.ReferenceProfile;
import io.sensieve.codec.Floats;
import io.sensieve.model.ModelFile;
import io.sensieve.trainer.learn.data.ChannelColumns;
import io.sensieve.trainer.learn.data.TrainingData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Builds the reference profile for drift.
 *
 * <p>The bins come from the train and the validation rows together. Without drift, the population stability index of n
 * fresh rows is about (bins - 1) (1 / n + 1 / reference rows), so the largest reference gives the fewest false alarms.
 * Selecting a channel does not bias its own distribution. The errors come from the validation rows alone, because the
 * decoder was trained on the others.
 */
final class ReferenceProfiles {
    private static final int BINS = 10;

    private ReferenceProfiles() {}

    static ReferenceProfile of(ModelFile model, TrainingData data, RowErrors validationErrors) {
        return of(model, data, channelErrors(model, data, validationErrors));
    }

    /** Profile of a classifier, whose channel errors are 0. */
    static ReferenceProfile ofClassifier(ModelFile model, TrainingData data) {
        return of(model, data, new float[data.channelCount()]);
    }

    private static ReferenceProfile of(ModelFile model, TrainingData data, float[] channelErrors) {
        List<ChannelProfile> profiles = new ArrayList<>();
        for (int channel : model.channels()) {
            profiles.add(profile(ChannelColumns.of(channel, data.train(), data.validation())));
        }
        ChannelRanges ranges = ChannelRanges.of(data.channelCount(), data.train(), data.validation());
        return ReferenceProfile.newBuilder()
                .setRows((long) data.train().length + data.validation().length)
                .setChannels(profiles)
                .setChannelError(Floats.view(channelErrors))
                .setLowest(Floats.view(ranges.lowest()))
                .setHighest(Floats.view(ranges.highest()))
                .setMissingShare(Floats.view(ranges.missing()))
                .setRepeatedShare(Floats.view(ranges.repeats()))
                .build();
    }

    /** Bins of about equal counts; fewer bins if values repeat. */
    static ChannelProfile profile(float[] values) {
        float[] sorted = new float[values.length];
        int measured = 0;
        for (float value : values) {
            if (!Float.isNaN(value)) {
                sorted[measured++] = value;
            }
        }
        Arrays.sort(sorted, 0, measured);
        List<Float> edges = new ArrayList<>();
        List<Float> shares = new ArrayList<>();
        int start = 0;
        for (int i = 1; i < BINS && measured > 0; i++) {
            float edge = sorted[(int) ((long) i * measured / BINS)];
            int end = firstNotBelow(sorted, measured, edge);
            if (end > start) {
                edges.add(edge);
                shares.add((float) (end - start) / values.length);
                start = end;
            }
        }
        shares.add((float) (measured - start) / values.length);
        shares.add((float) (values.length - measured) / values.length);
        return new ChannelProfile(edges, shares);
    }

    private static int firstNotBelow(float[] sorted, int length, float edge) {
        int low = 0;
        int high = length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < edge) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Channel errors of the validation rows; of the train rows for a channel without validation values; else 0. */
    private static float[] channelErrors(ModelFile model, TrainingData data, RowErrors validation) {
        RowErrors train = new RowErrors(model).addReconstructed(data.train());
        float[] errors = new float[data.channelCount()];
        for (int c = 0; c < errors.length; c++) {
            if (validation.measured(c)) {
                errors[c] = (float) validation.channel(c);
            } else if (train.measured(c)) {
                errors[c] = (float) train.channel(c);
            }
        }
        return errors;
    }
}
