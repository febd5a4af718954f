package io.sensieve.sample;

import io.sensieve.AttributedChannel;
import io.sensieve.Channel;
import io.sensieve.ChannelProfile;
import io.sensieve.ChannelRole;
import io.sensieve.Detection;
import io.sensieve.DriftReport;
import io.sensieve.DriftSignal;
import io.sensieve.ErrorSummary;
import io.sensieve.FaultySensor;
import io.sensieve.KeptVersionError;
import io.sensieve.MissingValue;
import io.sensieve.ModelChunk;
import io.sensieve.ModelReference;
import io.sensieve.OffsetRange;
import io.sensieve.Provenance;
import io.sensieve.Reconstruction;
import io.sensieve.ReducedRecord;
import io.sensieve.ReferenceProfile;
import io.sensieve.Requester;
import io.sensieve.RetrainAction;
import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainRequest;
import io.sensieve.RetrainResult;
import io.sensieve.Scaling;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.SensorFault;
import io.sensieve.SensorLayout;
import io.sensieve.SensorRecord;
import io.sensieve.TrainingSummary;
import io.sensieve.Verdict;
import io.sensieve.VersionComparison;
import io.sensieve.codec.Floats;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;

/** One filled record of each type. */
public final class Samples {
    public static final Instant TIME = Instant.parse("2026-11-22T12:34:56.789Z");

    private Samples() {}

    /** One of each type that travels alone on a topic. */
    public static List<SpecificRecord> all() {
        return List.of(
                record(1f, Float.NaN, -3.5f),
                layout(),
                selection(),
                new SelectionPointer("press", 7, TIME, true, ByteBuffer.wrap(new byte[] {1, 2, 3})),
                new ModelChunk("ab12", 0, 1, ByteBuffer.wrap(new byte[] {1, 2, 3})),
                new ReducedRecord("press", 7, TIME, Floats.view(new float[] {1, Float.NaN})),
                new Reconstruction("press", 7, TIME, 0.25f, Floats.view(new float[] {1, 2, 3})),
                report(),
                request(),
                outcome());
    }

    /** Channels 0 and 2 of three. */
    public static Selection selection() {
        ChannelProfile profile = new ChannelProfile(List.of(0.5f), List.of(0.5f, 0.25f, 0.25f));
        return Selection.newBuilder()
                .setLayout("press")
                .setVersion(7)
                .setMethod("ip-cae")
                .setChannelNames(List.of("oil", "ram", "dust"))
                .setChannels(List.of(new SelectedChannel(0, "oil", 0.9f), new SelectedChannel(2, "dust", 0.8f)))
                .setSpares(List.of(new SelectedChannel(1, "ram", 0.1f)))
                .setMissingValues(List.of(new MissingValue(1, -200f)))
                .setScaling(
                        new Scaling("minmax", Floats.view(new float[] {10, 0, -1}), Floats.view(new float[] {2, 4, 1})))
                .setModel(new ModelReference("ab12", 1_234L, 1))
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
                        settings(),
                        200,
                        1.5,
                        "cpu",
                        6,
                        0.02,
                        1,
                        0,
                        List.of(1),
                        List.of(2)))
                .build();
    }

    public static RetrainRequest request() {
        return RetrainRequest.newBuilder()
                .setLayout("press")
                .setRequestedBy(Requester.SENSOR)
                .setReason("dead")
                .setRequestedAt(TIME)
                .setSelectionVersion(7)
                .setSince(TIME)
                .setEvidence(report())
                .setFaultyChannels(List.of(1))
                .setAction(RetrainAction.ROLLBACK)
                .setTargetVersion(4)
                .build();
    }

    private static RetrainOutcome outcome() {
        return RetrainOutcome.newBuilder()
                .setLayout("press")
                .setCause("drift")
                .setResult(RetrainResult.DECLINED)
                .setReason("not better")
                .setDecidedAt(TIME)
                .setRequestedAt(TIME)
                .setRequestOffset(12)
                .setChampionVersion(7)
                .setTraining(new TrainingSummary(0.01, 0.2, 0.01, 0.0098, 1, 2, 400L, 100L, TIME, TIME, 1.5))
                .build();
    }

    public static SensorRecord record(float... values) {
        return new SensorRecord("press", TIME, 3, Floats.view(values));
    }

    public static SensorLayout layout() {
        return new SensorLayout(
                "press",
                List.of(
                        new Channel("oil", "bar", 1.0, ChannelRole.REQUIRED),
                        new Channel("ram", "mm", 2.0, ChannelRole.CANDIDATE),
                        new Channel("dust", "", 1.0, ChannelRole.EXCLUDED)));
    }

    public static DriftReport report() {
        return DriftReport.newBuilder()
                .setLayout("press")
                .setSelectionVersion(7)
                .setWindowStart(TIME)
                .setWindowEnd(TIME.plusSeconds(60))
                .setRecords(100)
                .setVerdict(Verdict.DRIFT)
                .setErrorMean(0.5)
                .setErrorRatio(2)
                .setErrorScore(4)
                .setDriftedChannels(1)
                .setMissingShare(0)
                .setAttribution(List.of(new AttributedChannel(1, "ram", true, DriftSignal.INPUT, 0.4, 2.0)))
                .setOutOfOrderRecords(3)
                .setLateRecords(4)
                .setEarly(true)
                .setRepeatedShare(0.1)
                .setDetection(new Detection(true, 1.5, 5L, 0.25, 0.5))
                .setFaultySensors(List.of(new FaultySensor(2, "dust", true, SensorFault.STUCK, 5L, 0.9)))
                .setOutageRecords(3L)
                .setComparison(comparison())
                .setReasons(List.of("the error has risen"))
                .build();
    }

    private static VersionComparison comparison() {
        return new VersionComparison(2_000L, 0.5, List.of(new KeptVersionError(6, 0.25, 1.0)), 2.0);
    }

    /** Settings that a selection says it was made with. */
    static Map<String, String> settings() {
        return Map.of("epochs", "200");
    }

    /** Values from -1 to 1. */
    public static float[] values(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
        return values;
    }
}
