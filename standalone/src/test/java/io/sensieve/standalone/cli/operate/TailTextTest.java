package io.sensieve.standalone.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.AttributedChannel;
import io.sensieve.DriftReport;
import io.sensieve.DriftSignal;
import io.sensieve.ReducedRecord;
import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainResult;
import io.sensieve.Verdict;
import io.sensieve.codec.AvroCodec;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TailTextTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    static {
        AvroCodec.of(DriftReport.class);
    }

    @Test
    void shouldShowTheFirstValuesWhenThereAreMany() {
        ReducedRecord record = new ReducedRecord("press", 3, NOON, Collections.nCopies(50, 1.5f));

        assertThat(TailText.line("press-4", record))
                .isEqualTo("2026-03-01T12:00:00Z  press-4  press/3  1.5000 1.5000 1.5000 1.5000 1.5000 1.5000 1.5000"
                        + " 1.5000 and 42 more");
    }

    @Test
    void shouldPrintVerdictAndAttributionWhenTheRecordIsADriftReport() {
        DriftReport report = DriftReport.newBuilder()
                .setLayout("press")
                .setSelectionVersion(1)
                .setWindowStart(NOON)
                .setWindowEnd(NOON)
                .setRecords(600)
                .setVerdict(Verdict.DRIFT)
                .setErrorMean(0.0074)
                .setErrorRatio(1.59)
                .setErrorScore(1)
                .setDriftedChannels(13)
                .setMissingShare(0)
                .setAttribution(List.of(new AttributedChannel(1, "oil", true, DriftSignal.INPUT, 1.66, 6.64)))
                .setFaultySensors(List.of())
                .setReasons(List.of("the error has risen"))
                .build();

        assertThat(TailText.line("press", report))
                .isEqualTo(
                        "2026-03-01T12:00:00Z  press/1  DRIFT    600 records, error 7.400e-03: 1.59 times the validation error;"
                                + " the error has risen; attributed to: oil INPUT 1.66");
        DriftReport early =
                DriftReport.newBuilder(report).setEarly(true).setErrorRatio(20).build();
        assertThat(TailText.line("press", early))
                .contains("600 records so far, error 7.400e-03: at least 20.00 times the validation error;");
        DriftReport outage = DriftReport.newBuilder(early)
                .setRecords(0)
                .setVerdict(Verdict.OUTAGE)
                .setErrorMean(Double.NaN)
                .build();
        assertThat(TailText.line("press", outage)).contains("OUTAGE   0 records so far; the error has risen");
    }

    @Test
    void shouldPrintTheReasonWhenTheRecordIsARetrainOutcome() {
        RetrainOutcome outcome = RetrainOutcome.newBuilder()
                .setLayout("press")
                .setCause("operator")
                .setResult(RetrainResult.DECLINED)
                .setReason("the selection is pinned")
                .setDecidedAt(NOON)
                .build();

        assertThat(TailText.line("press", outcome))
                .isEqualTo("2026-03-01T12:00:00Z  press  DECLINED for operator: the selection is pinned");
    }
}
