package io.sensieve.trainer.learn.progress;

/** A training that gave no usable result. */
public final class TrainingFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TrainingFailedException(String message) {
        super(message);
    }
}
