package io.sensieve.trainer.learn.settings;

import java.util.Locale;

/** Where to train. */
public enum ComputeDevice {
    /** On a GPU if libtorch supports it and there is one, else on the CPU. */
    AUTO,
    /** On the CPU. */
    CPU,
    /** On the GPU; fails if there is none. */
    GPU;

    /** As settings, options and provenance write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
