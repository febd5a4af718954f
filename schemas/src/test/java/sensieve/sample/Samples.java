package sensieve.sample;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import sensieve.BlamedChannel;
import sensieve.Channel;
import sensieve.ChannelRole;
import sensieve.ConstantChannel;
import sensieve.Detector;
import sensieve.DetectorEvidence;
import sensieve.DetectorState;
import sensieve.DriftPartial;
import sensieve.DriftReport;
import sensieve.DriftSignal;
import sensieve.DriftWatch;
import sensieve.ErrorBlock;
import sensieve.ErrorBucket;
import sensieve.ErrorQuantiles;
import sensieve.FaultySensor;
import sensieve.ModelChunk;
import sensieve.Probation;
import sensieve.ProbationState;
import sensieve.Reconstruction;
import sensieve.ReducedRecord;
import sensieve.Requester;
import sensieve.RetrainAction;
import sensieve.RetrainFigures;
import sensieve.RetrainOutcome;
import sensieve.RetrainRequest;
import sensieve.RetrainResult;
import sensieve.SelectionPointer;
import sensieve.SensorFault;
import sensieve.SensorLayout;
import sensieve.SensorRecord;
import sensieve.SensorSuspect;
import sensieve.Verdict;
import sensieve.codec.Floats;

/** One filled record of each type. */
public final class Samples {
    public static final Instant TIME = Instant.parse("2026-11-22T12:34:56.789Z");

    private Samples() {}

    /** One of each type that travels alone on a topic. */
    public static List<SpecificRecord> all() {
        return List.of(
                record(1f, Float.NaN, -3.5f),
                layout(),
                SampleSelection.ofTwoInThree(),
                new SelectionPointer("press", 7, TIME, true, ByteBuffer.wrap(new byte[] {1, 2, 3})),
                new ModelChunk("ab12", 0, 1, ByteBuffer.wrap(new byte[] {1, 2, 3})),
                new ReducedRecord("press", 7, TIME, Floats.view(new float[] {1, Float.NaN})),
                new Reconstruction("press", 7, TIME, 0.25f, Floats.view(new float[] {1, 2, 3})),
                report(),
                new DriftPartial(
                        "press",
                        7,
                        TIME,
                        10L,
                        9L,
                        0.5,
                        List.of(4L, 6L),
                        List.of(0.1, 0.2),
                        List.of(9L, 8L),
                        2L,
                        ByteBuffer.wrap(new byte[] {4, 5}),
                        List.of(new ErrorBlock(9, 0.5, 0.1, 5L)),
                        6L,
                        5L,
                        List.of(1L, 0L),
                        List.of(0L, 2L),
                        Floats.view(new float[] {1, 2}),
                        Floats.view(new float[] {3, 4}),
                        8L,
                        0.4,
                        0.3,
                        List.of(12.5),
                        List.of(3L)),
                watch(),
                request(),
                outcome());
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
                .setFaulty(List.of(1))
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
                .setTrained(new RetrainFigures(0.01, 0.2, 0.01, 0.0098, 1, 2, 400L, 100L, TIME, TIME, 1.5))
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
                .setPsiMax(0.4)
                .setPsiMean(0.2)
                .setDriftedChannels(1)
                .setMissingShare(0)
                .setBlamed(List.of(new BlamedChannel(1, "ram", true, DriftSignal.PSI, 0.4, 2.0)))
                .setErrorQuantiles(new ErrorQuantiles(0.4, 0.9, 1.2, 1.6, 3.6, 4.8))
                .setOutOfOrderRecords(3)
                .setLateRecords(4)
                .setOpen(true)
                .setWassersteinMax(0.6)
                .setRepeatedShare(0.1)
                .setDetectors(List.of(evidence()))
                .setFaulty(List.of(new FaultySensor(2, "dust", true, SensorFault.STUCK, 5L, 0.9)))
                .setProbation(probation())
                .setReasons(List.of("the error has risen"))
                .build();
    }

    private static DetectorEvidence evidence() {
        return new DetectorEvidence(Detector.PAGE_HINKLEY, true, 51.0, 50.0, 5L, 0.25, 0.5);
    }

    private static Probation probation() {
        return new Probation(6, 2_000L, 0.25, 0.5, ProbationState.FAILED);
    }

    private static DriftWatch watch() {
        return new DriftWatch(
                "press",
                7,
                60_000L,
                List.of(new DetectorState(evidence(), 3L, List.of(new ErrorBucket(1, 2L, 64L, 0.5, 0.1, 0.2, 5L)))),
                256L,
                List.of(3L, 4L),
                List.of(new SensorSuspect(1, SensorFault.DEAD, 50L, 49L, 6L)),
                List.of(2),
                7L,
                probation(),
                List.of(new ConstantChannel(4, 0.5f, 200L, 8L)));
    }

    /** Settings that a selection says it was made with. */
    static Map<String, String> settings() {
        return Map.of("epochs", "200");
    }
}
