package io.sensieve.streams.page;

import io.sensieve.Provenance;
import io.sensieve.Requester;
import io.sensieve.RetrainAction;
import io.sensieve.RetrainRequest;
import io.sensieve.Selection;
import io.sensieve.SensorFault;
import io.sensieve.Verdict;
import io.sensieve.model.LoadedSelection;
import io.sensieve.service.HttpEndpoint;
import io.sensieve.streams.testing.TestSelection;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** Base of tests of the live page: serves two layouts, of which one has a hostile name, with hostile channels. */
abstract class LivePageFixture {
    static final String HOSTILE = "<script>alert(1)</script>\"'&ü☃";
    static final String HOSTILE_CHANNEL = "<img src=x onerror=alert(2)>";
    static final String INSTANCE = "app-0:8080";

    final LayoutHistories histories = new LayoutHistories(10, InstantSource.system());
    final HttpEndpoint http = new HttpEndpoint("127.0.0.1", 0, () -> "", List.of(), List.of());

    LivePageFixture() {
        LivePage.serve(http, histories, INSTANCE);
        fill(HOSTILE);
        fill("press");
    }

    @AfterEach
    void close() {
        http.close();
    }

    /** Adds version 1, drift, an outage, a faulty sensor, and the return to version 1 as version 3. */
    private void fill(String layout) {
        LoadedSelection first = selection(layout, 1, 0);
        LoadedSelection third = selection(layout, 3, 1);
        histories.switched(first, Optional.empty());
        histories.reported(Reports.of(layout, 1, 0, Verdict.STABLE)
                .setComparison(null)
                .setErrorMean(0.02)
                .build());
        histories.reported(Reports.of(layout, 1, 1, Verdict.OUTAGE)
                .setEarly(true)
                .setRecords(0)
                .setErrorMean(Double.NaN)
                .setErrorRatio(Double.NaN)
                .setOutageRecords(60)
                .setComparison(null)
                .build());
        histories.requested(RetrainRequest.newBuilder()
                .setLayout(layout)
                .setRequestedBy(Requester.RECURRENCE)
                .setReason(HOSTILE)
                .setRequestedAt(Reports.START)
                .setSelectionVersion(2)
                .setAction(RetrainAction.ROLLBACK)
                .setTargetVersion(1)
                .build());
        histories.switched(third, Optional.of(first));
        histories.reported(Reports.of(layout, 3, 2, Verdict.DRIFT)
                .setFaultySensors(List.of(Reports.faulty(1, HOSTILE_CHANNEL, SensorFault.STUCK)))
                .build());
    }

    private static LoadedSelection selection(String layout, int version, int repeats) {
        TestSelection made =
                TestSelection.of(layout, version, List.of("oil", HOSTILE_CHANNEL, "dust"), "oil", HOSTILE_CHANNEL);
        Provenance provenance = Provenance.newBuilder(made.selection().getProvenance())
                .setRepublishedVersion(repeats)
                .build();
        return LoadedSelection.of(
                Selection.newBuilder(made.selection()).setProvenance(provenance).build(),
                made.model(),
                Optional.empty());
    }
}
