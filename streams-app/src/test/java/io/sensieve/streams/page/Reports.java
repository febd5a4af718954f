package io.sensieve.streams.page;

import io.sensieve.AttributedChannel;
import io.sensieve.DriftReport;
import io.sensieve.DriftSignal;
import io.sensieve.FaultySensor;
import io.sensieve.KeptVersionError;
import io.sensieve.SensorFault;
import io.sensieve.Verdict;
import io.sensieve.VersionComparison;
import io.sensieve.codec.AvroCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Drift reports of one-minute windows. */
final class Reports {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    static {
        // Avro copies a generated class only if its package is trusted; creating a codec trusts the package.
        AvroCodec.of(DriftReport.class);
    }

    private Reports() {}

    /** A report with 100 records and an error of 0.3, where the kept version 1 has 0.02. */
    static DriftReport.Builder of(String layout, int version, int minute, Verdict verdict) {
        return DriftReport.newBuilder()
                .setLayout(layout)
                .setSelectionVersion(version)
                .setWindowStart(START.plus(Duration.ofMinutes(minute)))
                .setWindowEnd(START.plus(Duration.ofMinutes(minute + 1L)))
                .setRecords(100)
                .setVerdict(verdict)
                .setErrorMean(0.3)
                .setErrorRatio(10)
                .setErrorScore(9)
                .setDriftedChannels(1)
                .setMissingShare(0.25)
                .setAttribution(List.of(new AttributedChannel(0, "oil", true, DriftSignal.ERROR, 2.0, 2.0)))
                .setComparison(new VersionComparison(40L, 0.3, List.of(new KeptVersionError(1, 0.02, 1.0)), 15.0))
                .setReasons(
                        verdict == Verdict.STABLE ? List.of() : List.of("the error is 10 times that of validation"));
    }

    static FaultySensor faulty(int index, String name, SensorFault fault) {
        return new FaultySensor(index, name, true, fault, START.toEpochMilli(), 0.9);
    }
}
