package io.sensieve.trainer;

import io.sensieve.ChannelProfile;
import io.sensieve.ErrorSummary;
import io.sensieve.OffsetRange;
import io.sensieve.Provenance;
import io.sensieve.ReferenceProfile;
import io.sensieve.Requester;
import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainRequest;
import io.sensieve.RetrainResult;
import io.sensieve.Scaling;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.codec.Floats;
import io.sensieve.model.DecoderWeights;
import io.sensieve.model.DecoderWeights.Linear;
import io.sensieve.model.ModelChunks;
import io.sensieve.model.ModelFile;
import io.sensieve.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Small records for tests: two channels, of which the first is chosen. */
public final class Records {
    public static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");

    private Records() {}

    /** A model whose bytes depend on {@code bias}. */
    public static byte[] model(float bias) {
        return new ModelFile(
                        new int[] {0},
                        new float[1],
                        new float[2],
                        new float[] {1, 1},
                        new DecoderWeights(
                                List.of(new Linear(1, 2, new float[] {1, 2}, new float[] {bias, 0})), List.of()))
                .toBytes();
    }

    public static Selection selection(String layout, int version, byte[] model, double error) {
        List<SelectedChannel> spares = List.of(new SelectedChannel(1, "b", 0.1f));
        List<OffsetRange> offsets = new ArrayList<>();
        return Selection.newBuilder()
                .setLayout(layout)
                .setVersion(version)
                .setMethod("ip-cae")
                .setChannelNames(List.of("a", "b"))
                .setChannels(List.of(new SelectedChannel(0, "a", 1f)))
                .setSpares(spares)
                .setScaling(new Scaling("none", Floats.view(new float[2]), Floats.view(new float[] {1, 1})))
                .setModel(ModelChunks.reference(model))
                .setReference(ReferenceProfile.newBuilder()
                        .setRows(10)
                        .setChannels(List.of(new ChannelProfile(List.of(), List.of(1f, 0f))))
                        .setChannelError(Floats.view(new float[] {0, 1}))
                        .build())
                .setValidation(new ErrorSummary(10L, error, 0.1, error, error, error, 1.0))
                .setProvenance(Provenance.newBuilder()
                        .setCreatedAt(TIME)
                        .setTrigger("operator")
                        .setTrainRows(8)
                        .setValidationRows(2)
                        .setFrom(TIME)
                        .setTo(TIME)
                        .setOffsets(offsets)
                        .setSeed(1)
                        .setSettings(Map.of())
                        .setEpochs(1)
                        .setSeconds(1)
                        .setDevice("cpu")
                        .build())
                .build();
    }

    public static RetrainRequest request(
            String layout, Requester by, int version, Instant requestedAt, @Nullable Instant since) {
        return RetrainRequest.newBuilder()
                .setLayout(layout)
                .setRequestedBy(by)
                .setReason("test")
                .setRequestedAt(requestedAt)
                .setSelectionVersion(version)
                .setSince(since)
                .build();
    }

    public static RetrainOutcome outcome(String layout, int version) {
        return RetrainOutcome.newBuilder()
                .setLayout(layout)
                .setCause("operator")
                .setResult(RetrainResult.PUBLISHED)
                .setReason("test")
                .setDecidedAt(TIME)
                .setVersion(version)
                .build();
    }

    public static byte[] bytes(SpecificRecord record) {
        return Topics.SELECTIONS.valueSerde().serializer().serialize(Topics.SELECTIONS.name(), record);
    }
}
