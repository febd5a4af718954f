package io.sensieve.standalone.reference;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sensieve.AttributedChannel;
import io.sensieve.Detection;
import io.sensieve.DriftReport;
import io.sensieve.DriftSignal;
import io.sensieve.Requester;
import io.sensieve.RetrainRequest;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.Verdict;
import io.sensieve.VersionComparison;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.RefusedSelectionException;
import io.sensieve.streams.metrics.StreamsMeters;
import io.sensieve.streams.testing.TestSelection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Registers every meter of the streams app with all its labels. */
public final class EveryStreamsMeter {
    private EveryStreamsMeter() {}

    /** Registers the meters of a record, a switch and a drift report of {@code layout}. */
    public static void in(PrometheusMeterRegistry registry, String layout) {
        StreamsMeters meters = new StreamsMeters(registry, 1);
        meters.records().countReconstructed(layout, 0.01f);
        meters.selections()
                .onSwitched(
                        selection(layout, 2), Optional.of(selection(layout, 1)), Optional.of(Duration.ofSeconds(1)));
        meters.selections().onRefused(layout, 3, RefusedSelectionException.Reason.WRONG_HASH);
        meters.drift().reported(report(layout));
        meters.drift()
                .retrainRequested(RetrainRequest.newBuilder()
                        .setLayout(layout)
                        .setRequestedBy(Requester.DRIFT)
                        .setReason("drift")
                        .setRequestedAt(Instant.EPOCH)
                        .setSelectionVersion(2)
                        .build());
    }

    private static LoadedSelection selection(String layout, int version) {
        TestSelection made = TestSelection.of(layout, version, List.of("a", "b"), "a");
        Selection withSpare = Selection.newBuilder(made.selection())
                .setSpares(List.of(new SelectedChannel(1, "b", 1f)))
                .build();
        return LoadedSelection.of(withSpare, made.model(), Optional.empty());
    }

    private static DriftReport report(String layout) {
        return DriftReport.newBuilder()
                .setLayout(layout)
                .setSelectionVersion(2)
                .setWindowStart(Instant.EPOCH)
                .setWindowEnd(Instant.EPOCH.plusSeconds(1))
                .setRecords(1)
                .setVerdict(Verdict.DRIFT)
                .setErrorMean(1)
                .setErrorRatio(1)
                .setErrorScore(1)
                .setDriftedChannels(1)
                .setMissingShare(0)
                .setAttribution(List.of(new AttributedChannel(0, "a", true, DriftSignal.INPUT, 1.0, 1.0)))
                .setDetection(new Detection(true, 1.5, 1L, 1.0, 2.0))
                .setFaultySensors(List.of())
                .setComparison(new VersionComparison(10L, 1.0, List.of(), 1.0))
                .build();
    }
}
