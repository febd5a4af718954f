package sensieve.streams.record;

import java.util.LinkedHashMap;
import java.util.Map;
import sensieve.model.LoadedSelection;
import sensieve.model.Reconstructor;

/** The decoders of one task, one for each layout. They hold buffers, so that the task's thread alone uses them. */
final class Reconstructors {
    private final Map<String, Decoding> decodings;

    private record Decoding(LoadedSelection selection, Reconstructor reconstructor) {}

    /** @param most most decoders that are held */
    Reconstructors(int most) {
        this.decodings = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Decoding> eldest) {
                return size() > most;
            }
        };
    }

    /** The decoder of exactly this object: comparing records of weights would take for ever. */
    @SuppressWarnings("ReferenceEquality")
    Reconstructor of(LoadedSelection selection) {
        String layout = selection.selection().getLayout();
        Decoding decoding = decodings.get(layout);
        if (decoding == null || decoding.selection() != selection) {
            decoding = new Decoding(selection, new Reconstructor(selection.model()));
            decodings.put(layout, decoding);
        }
        return decoding.reconstructor();
    }
}
