package io.sensieve.streams.selection;

import io.sensieve.ModelReference;
import io.sensieve.Selection;
import io.sensieve.SensorLayout;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.ModelChunks;
import io.sensieve.model.RefusedSelectionException;
import io.sensieve.model.RefusedSelectionException.Reason;
import java.util.Optional;

/** Loads one version from the global stores and checks it. Used by one thread for one load. */
final class SelectionLoader {
    private final SelectionStores stores;
    private final long modelMaxBytes;
    private int present;

    /** @param present number of leading chunks of the model that an earlier load has found */
    SelectionLoader(SelectionStores stores, long modelMaxBytes, int present) {
        this.stores = stores;
        this.modelMaxBytes = modelMaxBytes;
        this.present = present;
    }

    /** Number of leading chunks of the model that are present; 0 unless a chunk is missing. */
    int present() {
        return present;
    }

    /**
     * Loads a version.
     *
     * @throws RefusedSelectionException if the bytes must not be used, or parts have not arrived
     * @throws RuntimeException if the stores or the schema registry cannot be read
     */
    LoadedSelection load(String layout, int version) {
        int known = present;
        present = 0;
        Selection selection = stores.selection(layout, version);
        ModelReference model = selection.getModel();
        if (model.getBytes() <= modelMaxBytes) {
            requireChunks(model, known);
        }
        byte[] file = ModelChunks.join(model, modelMaxBytes, index -> stores.chunk(model.getSha256(), index));
        return check(selection, file, declared(layout));
    }

    /** Finds a missing chunk before any chunk is read, so that waiting for many chunks costs one lookup each. */
    private void requireChunks(ModelReference model, int known) {
        long most = model.getBytes() / ModelChunks.CHUNK_BYTES + 1;
        for (int i = known; i < Math.min(model.getChunks(), most); i++) {
            if (!stores.hasChunk(model.getSha256(), i)) {
                present = i;
                throw new RefusedSelectionException(
                        Reason.MISSING_CHUNK,
                        "chunk " + i + " of " + model.getChunks() + " of model " + model.getSha256() + " is missing");
            }
        }
    }

    private Optional<SensorLayout> declared(String layout) {
        try {
            return stores.layout(layout);
        } catch (RefusedSelectionException e) {
            return Optional.empty();
        }
    }

    /** Parses untrusted bytes, which must not end the thread whatever exception the parser throws. */
    private static LoadedSelection check(Selection selection, byte[] file, Optional<SensorLayout> layout) {
        try {
            return LoadedSelection.of(selection, file, layout);
        } catch (RefusedSelectionException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new RefusedSelectionException(Reason.UNREADABLE, e.toString(), e);
        }
    }
}
