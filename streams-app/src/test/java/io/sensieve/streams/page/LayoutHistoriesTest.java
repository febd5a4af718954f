package io.sensieve.streams.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sensieve.DriftReport;
import io.sensieve.Provenance;
import io.sensieve.Requester;
import io.sensieve.RetrainAction;
import io.sensieve.RetrainRequest;
import io.sensieve.Selection;
import io.sensieve.SensorFault;
import io.sensieve.Verdict;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.RefusedSelectionException;
import io.sensieve.streams.page.LayoutEvent.Kind;
import io.sensieve.streams.testing.TestSelection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LayoutHistoriesTest {
    private static final Instant NOW = Instant.parse("2026-11-01T08:00:00Z");

    private final LayoutHistories histories = new LayoutHistories(2, InstantSource.fixed(NOW));

    @Test
    void shouldKeepTheLatestWindowsWhenThereAreMoreThanTheMaximum() {
        // When
        for (int minute = 0; minute < LayoutHistory.POINTS_MAX + 7; minute++) {
            histories.reported(Reports.of("L", 1, minute, Verdict.STABLE).build());
        }

        // Then
        assertThat(snapshot().points()).hasSize(LayoutHistory.POINTS_MAX);
        assertThat(snapshot().points().get(0).start()).isEqualTo(Reports.START.plusSeconds(7 * 60));
    }

    @Test
    void shouldKeepTheLatestEventsWhenThereAreMoreThanTheMaximum() {
        // When
        for (int minute = 0; minute < LayoutHistory.EVENTS_MAX + 3; minute++) {
            Verdict verdict = minute % 2 == 0 ? Verdict.WARNING : Verdict.STABLE;
            histories.reported(Reports.of("L", 1, minute, verdict).build());
        }

        // Then
        assertThat(snapshot().events()).hasSize(LayoutHistory.EVENTS_MAX);
    }

    @Test
    void shouldCutTextsWhenAReasonIsLong() {
        // When
        histories.reported(Reports.of("L", 1, 0, Verdict.DRIFT)
                .setReasons(List.of("x".repeat(100_000)))
                .build());

        // Then
        assertThat(snapshot().events().get(0).reason()).hasSizeLessThan(1_100);
    }

    @Test
    void shouldEvictTheLayoutThatWasUpdatedLongestAgoWhenThereAreMoreThanTheMaximum() {
        // Given
        histories.reported(Reports.of("A", 1, 0, Verdict.STABLE).build());
        histories.reported(Reports.of("B", 1, 0, Verdict.STABLE).build());
        histories.reported(Reports.of("A", 1, 1, Verdict.STABLE).build());

        // When
        histories.reported(Reports.of("C", 1, 0, Verdict.STABLE).build());

        // Then
        assertThat(histories.all()).containsOnlyKeys("A", "C");
        assertThat(histories.latestReports()).containsOnlyKeys("A", "C");
    }

    @Test
    void shouldAddAnEventWhenTheVerdictChanges() {
        // When
        report(0, Verdict.STABLE);
        report(1, Verdict.DRIFT);
        report(2, Verdict.DRIFT);
        report(3, Verdict.STABLE);

        // Then
        assertThat(snapshot().events())
                .containsExactly(
                        new LayoutEvent(
                                NOW,
                                Kind.VERDICT,
                                1,
                                "verdict STABLE becomes DRIFT",
                                "the error is 10 times that of validation"),
                        new LayoutEvent(NOW, Kind.VERDICT, 1, "verdict DRIFT becomes STABLE", ""));
    }

    @Test
    void shouldShowAnOutageWhenItBeginsAndEnds() {
        // When: the outage is reported early, then for the closed window without records outside of it
        histories.reported(Reports.of("L", 1, 0, Verdict.OUTAGE)
                .setEarly(true)
                .setOutageRecords(40)
                .build());
        histories.reported(Reports.of("L", 1, 0, Verdict.OUTAGE)
                .setEarly(true)
                .setRecords(0)
                .setErrorMean(Double.NaN)
                .setMissingShare(Double.NaN)
                .setOutageRecords(90)
                .build());
        report(1, Verdict.STABLE);

        // Then
        assertThat(snapshot().events())
                .extracting(LayoutEvent::text)
                .containsExactly("outage begins", "outage ends, verdict STABLE");
        assertThat(snapshot().points()).extracting(ReportPoint::coverage).containsExactly(0.0, 0.75);
        assertThat(snapshot().points().get(0).error()).isNaN();
    }

    @Test
    void shouldShowAnOutageOnceWhenItsWindowIsClosedAfterItsEnd() {
        // When
        DriftReport begin = Reports.of("L", 1, 0, Verdict.OUTAGE)
                .setEarly(true)
                .setOutageRecords(40)
                .build();
        histories.reported(begin);
        histories.reported(Reports.of("L", 1, 0, Verdict.STABLE).setEarly(true).build());
        histories.reported(begin);
        Verdict afterEnd = snapshot().latest().orElseThrow().getVerdict();
        report(1, Verdict.STABLE);

        // Then
        assertThat(afterEnd).isEqualTo(Verdict.STABLE);
        assertThat(snapshot().points())
                .extracting(ReportPoint::verdict)
                .containsExactly(Verdict.OUTAGE, Verdict.STABLE);
        assertThat(snapshot().events()).hasSize(2);
    }

    @Test
    void shouldLeaveEarlyReportsOutOfTheWindowsWhenTheVerdictIsKnown() {
        // When
        histories.reported(Reports.of("L", 1, 0, Verdict.DRIFT).setEarly(true).build());

        // Then
        assertThat(snapshot().points()).isEmpty();
        assertThat(snapshot().events()).hasSize(1);
    }

    @Test
    void shouldShowAFaultySensorUntilAClosedWindowNoLongerListsIt() {
        // When
        histories.reported(Reports.of("L", 1, 0, Verdict.STABLE)
                .setFaultySensors(List.of(Reports.faulty(3, "oil", SensorFault.FAULT_CODE)))
                .build());
        histories.reported(Reports.of("L", 1, 1, Verdict.STABLE).setEarly(true).build());
        List<?> afterEarly = snapshot().faulty();
        report(1, Verdict.STABLE);

        // Then
        assertThat(afterEarly).hasSize(1);
        assertThat(snapshot().faulty()).isEmpty();
        assertThat(snapshot().events())
                .extracting(LayoutEvent::text)
                .containsExactly("sensor oil is faulty: FAULT_CODE", "sensor oil works again");
        assertThat(snapshot().events().get(0).reason())
                .startsWith("90 % of its values are a fault code, since 2026-03");
    }

    @Test
    void shouldNotCallASensorSoundWhenANewVersionBegins() {
        // When
        histories.reported(Reports.of("L", 1, 0, Verdict.STABLE)
                .setFaultySensors(List.of(Reports.faulty(3, "oil", SensorFault.DEAD)))
                .build());
        histories.reported(Reports.of("L", 2, 1, Verdict.STABLE).build());

        // Then
        assertThat(snapshot().faulty()).isEmpty();
        assertThat(snapshot().events()).hasSize(1);
    }

    @Test
    void shouldShowSelectionsAndRequestsWhenTheyHappen() {
        // Given
        LoadedSelection first = selection(1, 0, "oil");
        LoadedSelection second = selection(2, 0, "ram");
        LoadedSelection third = selection(3, 1, "oil");

        // When
        histories.switched(first, Optional.empty());
        histories.requested(request(RetrainAction.RETRAIN, Requester.DRIFT, 0));
        histories.switched(second, Optional.of(first));
        histories.requested(request(RetrainAction.ROLLBACK, Requester.RECURRENCE, 1));
        histories.switched(third, Optional.of(second));
        histories.refused("L", 4, RefusedSelectionException.Reason.WRONG_HASH);

        // Then
        assertThat(snapshot().events())
                .extracting(LayoutEvent::kind, LayoutEvent::text, LayoutEvent::reason)
                .containsExactly(
                        tuple(Kind.SELECTION, "version 1 is active", "trigger: offline"),
                        tuple(Kind.RETRAIN_REQUEST, "retrain requested, cause: drift", "why"),
                        tuple(Kind.SELECTION, "version 2 is active", "trigger: offline; new channels: ram"),
                        tuple(Kind.RETURN_REQUEST, "return to version 1 requested, cause: recurrence", "why"),
                        tuple(Kind.SELECTION, "version 3 repeats version 1", "trigger: offline; new channels: oil"),
                        tuple(Kind.REFUSAL, "version 4 is refused", "wrong-hash"));
        assertThat(snapshot().selection()).hasValueSatisfying(active -> {
            assertThat(active.version()).isEqualTo(3);
            assertThat(active.repeats()).isEqualTo(1);
        });
    }

    @Test
    void shouldForgetTheReportsOnlyWhenAnotherInstanceJudgesTheLayout() {
        // Given
        histories.switched(selection(1, 0, "oil"), Optional.empty());
        report(0, Verdict.DRIFT);
        histories.reported(Reports.of("other", 1, 0, Verdict.STABLE).build());

        // When
        histories.forgetReports("L");
        histories.forgetReports("other");

        // Then
        assertThat(histories.latestReports()).isEmpty();
        assertThat(snapshot().points()).isEmpty();
        assertThat(snapshot().selection()).isPresent();
        assertThat(snapshot().events()).hasSize(2);
        assertThat(histories.find("other")).isEmpty();
    }

    private void report(int minute, Verdict verdict) {
        DriftReport report = Reports.of("L", 1, minute, verdict).build();
        histories.reported(report);
    }

    private LayoutHistory.Snapshot snapshot() {
        return histories.find("L").orElseThrow();
    }

    private static RetrainRequest request(RetrainAction action, Requester requester, int target) {
        return RetrainRequest.newBuilder()
                .setLayout("L")
                .setRequestedBy(requester)
                .setReason("why")
                .setRequestedAt(NOW)
                .setSelectionVersion(1)
                .setAction(action)
                .setTargetVersion(target)
                .build();
    }

    private static LoadedSelection selection(int version, int repeats, String channel) {
        TestSelection made = TestSelection.of("L", version, List.of("oil", "ram"), channel);
        Selection selection = made.selection();
        Provenance provenance = Provenance.newBuilder(selection.getProvenance())
                .setRepublishedVersion(repeats)
                .build();
        return LoadedSelection.of(
                Selection.newBuilder(selection).setProvenance(provenance).build(), made.model(), Optional.empty());
    }
}
