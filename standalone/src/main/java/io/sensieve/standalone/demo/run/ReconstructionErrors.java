package io.sensieve.standalone.demo.run;

import io.sensieve.Reconstruction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.ObjIntConsumer;

/** Collects the normalised errors of reconstructions and averages them by version and event time. */
final class ReconstructionErrors {
    private record MeasuredError(int version, Instant timestamp, float error) {}

    private final List<MeasuredError> errors = new ArrayList<>();

    void add(Reconstruction value) {
        errors.add(new MeasuredError(value.getSelectionVersion(), value.getTimestamp(), value.getError()));
    }

    /** Calls {@code action} with the event time and version of each reconstruction. */
    void forEach(ObjIntConsumer<Instant> action) {
        errors.forEach(error -> action.accept(error.timestamp(), error.version()));
    }

    /** Number of records that a version reconstructed. */
    long count(int version) {
        return errors.stream().filter(error -> error.version() == version).count();
    }

    /**
     * Mean error over the records of some versions; NaN if there are none.
     *
     * @param from first event time
     * @param until event time after the last one
     * @param limit upper limit of a single error, by version
     */
    double mean(IntPredicate versions, Instant from, Instant until, IntToDoubleFunction limit) {
        return errors.stream()
                .filter(error -> versions.test(error.version())
                        && !error.timestamp().isBefore(from)
                        && error.timestamp().isBefore(until)
                        && !Float.isNaN(error.error()))
                .mapToDouble(error -> Math.min(error.error(), limit.applyAsDouble(error.version())))
                .average()
                .orElse(Double.NaN);
    }
}
