package io.sensieve.standalone.reference;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainResult;
import io.sensieve.SelectionPointer;
import io.sensieve.SensorRecord;
import io.sensieve.TrainingSummary;
import io.sensieve.codec.AvroCodec;
import io.sensieve.codec.Floats;
import io.sensieve.trainer.learn.progress.TrainingProgress;
import io.sensieve.trainer.metrics.TrainerMeters;
import io.sensieve.trainer.request.RetrainCause;
import io.sensieve.trainer.window.DeclaredMissingValues;
import io.sensieve.trainer.window.LayoutWindows;
import io.sensieve.trainer.window.RecordPosition;
import io.sensieve.trainer.window.WindowSettings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/** Registers every meter of the trainer with all its labels. */
public final class EveryTrainerMeter {
    private static final Instant TIME = Instant.EPOCH.plusSeconds(3_600);

    private EveryTrainerMeter() {}

    /** Registers the meters of a record, a training and a publication of {@code layout}. */
    public static void in(PrometheusMeterRegistry registry, String layout) {
        TrainerMeters meters = new TrainerMeters(registry, 10);
        AvroCodec<SensorRecord> codec = AvroCodec.of(SensorRecord.class);
        LayoutWindows windows = new LayoutWindows(
                new WindowSettings(100, 20, Duration.ofHours(1), Duration.ofSeconds(10), 0.2, 10, 1_000_000, 11),
                DeclaredMissingValues.NONE,
                codec,
                () -> TIME,
                meters);
        SensorRecord record = new SensorRecord(layout, TIME, null, Floats.view(new float[] {1, 2}));
        windows.offer(codec.encode(record), new RecordPosition(0, 0, 0));
        meters.updateWindows(windows);
        meters.recordProgress(layout, new TrainingProgress(1, 2, 10, 1, 1, 100));
        TrainingSummary figures = TrainingSummary.newBuilder()
                .setChallengerError(1)
                .setPredictMean(2)
                .setChampionError(1.0)
                .setChurn(1)
                .setChannels(1)
                .setTrainRows(1)
                .setValidationRows(1)
                .setFrom(TIME)
                .setTo(TIME)
                .setSeconds(1)
                .build();
        meters.recordTraining(
                RetrainOutcome.newBuilder()
                        .setLayout(layout)
                        .setCause(RetrainCause.DRIFT.label())
                        .setResult(RetrainResult.PUBLISHED)
                        .setReason("")
                        .setDecidedAt(TIME)
                        .setVersion(2)
                        .setTraining(figures)
                        .build(),
                Duration.ofSeconds(1));
        meters.recordDevice(layout, "cpu");
        meters.recordPublication(layout, new SelectionPointer(layout, 2, TIME, false, ByteBuffer.allocate(0)));
        meters.recordAnswer(layout, TIME, TIME.plusSeconds(1));
    }
}
