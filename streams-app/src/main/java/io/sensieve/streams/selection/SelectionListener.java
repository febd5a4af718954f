package io.sensieve.streams.selection;

import io.sensieve.model.LoadedSelection;
import io.sensieve.model.RefusedSelectionException;
import java.time.Duration;
import java.util.Optional;

/** Told what becomes of publications; called from several threads. */
public interface SelectionListener {
    /**
     * A version came into force in this process for the first time.
     *
     * @param before the version that it follows, where that is known
     * @param sincePublished from publication to this moment, where it was published while the process ran
     */
    void switched(LoadedSelection selection, Optional<LoadedSelection> before, Optional<Duration> sincePublished);

    /** A version, or a pointer where {@code version} is 0, was refused; once for each reason. */
    void refused(String layout, int version, RefusedSelectionException.Reason reason);
}
