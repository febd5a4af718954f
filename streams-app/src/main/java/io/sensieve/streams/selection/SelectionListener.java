package io.sensieve.streams.selection;

import io.sensieve.model.LoadedSelection;
import io.sensieve.model.RefusedSelectionException;
import java.time.Duration;
import java.util.Optional;

/** Receives switches and refusals of published selections. Implementations must be thread-safe. */
public interface SelectionListener {
    /**
     * A version became the active selection in this process for the first time.
     *
     * @param before the previous active selection, if it is known
     * @param sincePublished time from publication to this moment, if the version was published while the process ran
     */
    void onSwitched(LoadedSelection selection, Optional<LoadedSelection> before, Optional<Duration> sincePublished);

    /** A version, or a pointer if {@code version} is 0, was refused. Called once for each version and reason. */
    void onRefused(String layout, int version, RefusedSelectionException.Reason reason);
}
