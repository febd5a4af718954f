package io.sensieve.trainer.learn.settings;

import io.sensieve.trainer.learn.engine.Torch;
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

    /**
     * What it comes to on this machine: {@code cpu}, or {@code gpu} and its number. Loads the engine.
     *
     * @throws IllegalArgumentException if a GPU is asked for and there is none
     */
    public String find() {
        return Torch.name(Torch.device(this));
    }
}
