package io.sensieve.model;

import io.sensieve.ChannelProfile;
import io.sensieve.ErrorSummary;
import io.sensieve.OffsetRange;
import io.sensieve.Provenance;
import io.sensieve.ReferenceProfile;
import io.sensieve.Scaling;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.codec.Floats;
import io.sensieve.model.DecoderWeights.Linear;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A selection of channels 0 and 2 of three, with a decoder that copies them and reconstructs channel 1 as their sum.
 */
public final class SampleSelection {
    static final Instant TIME = Instant.parse("2026-11-22T12:34:56.789Z");

    private SampleSelection() {}

    public static ModelFile model() {
        return new ModelFile(
                new int[] {0, 2},
                new float[] {0.5f, 0.25f},
                new float[] {10, 0, -1},
                new float[] {2, 4, 1},
                new DecoderWeights(
                        List.of(new Linear(2, 3, new float[] {1, 0, 1, 1, 0, 1}, new float[] {0, 0, 0})), List.of()));
    }

    /** Its K, D, names and profiles fit {@link #model()}. */
    public static Selection ofTwoInThree() {
        return builder().build();
    }

    public static Selection.Builder builder() {
        ModelFile model = model();
        ChannelProfile profile = new ChannelProfile(List.of(0.5f), List.of(0.5f, 0.25f, 0.25f));
        return Selection.newBuilder()
                .setLayout("press")
                .setMissingValues(List.of())
                .setVersion(7)
                .setMethod("ip-cae")
                .setChannelNames(List.of("oil", "ram", "dust"))
                .setChannels(List.of(new SelectedChannel(0, "oil", 0.9f), new SelectedChannel(2, "dust", 0.8f)))
                .setSpares(List.of(new SelectedChannel(1, "ram", 0.1f)))
                .setScaling(new Scaling("minmax", Floats.view(model.offset()), Floats.view(model.range())))
                .setModel(ModelChunks.reference(model.toBytes()))
                .setReference(ReferenceProfile.newBuilder()
                        .setRows(50)
                        .setChannels(List.of(profile, profile))
                        .setChannelError(List.of(0.1f, 0.2f, 0.3f))
                        .setLowest(List.of(-1f, 0f, Float.NaN))
                        .setHighest(List.of(1f, 2f, Float.NaN))
                        .setMissingShare(List.of(0f, 0.5f, 1f))
                        .setRepeatedShare(List.of(0.1f, 0f, 1f))
                        .build())
                .setSignature(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .setValidation(new ErrorSummary(50L, 0.01, 0.002, 0.009, 0.013, 0.015, 0.2))
                .setProvenance(new Provenance(
                        TIME,
                        "first-window",
                        400L,
                        50L,
                        TIME.minusSeconds(60),
                        TIME,
                        List.of(new OffsetRange("sensor.records", 0, 5L, 455L)),
                        11L,
                        Map.of("epochs", "200"),
                        200,
                        1.5,
                        "cpu",
                        6,
                        0.02,
                        1,
                        0,
                        List.of(1),
                        List.of(2)));
    }
}
