package io.sensieve.trainer.learn.settings;

import java.util.Locale;

/** Where to train. */
public enum ComputeDevice {
    /** On a GPU if libtorch was built for it and one is there, else on the CPU. */
    AUTO,
    /** On the CPU. */
    CPU,
    /** On the GPU; an error where there is none. */
    GPU;

    /** As settings, options and provenance write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
