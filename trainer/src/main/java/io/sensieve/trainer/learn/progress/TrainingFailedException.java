package io.sensieve.trainer.learn.progress;

/** Signals that a training gave no usable result, for example because its loss became infinite. */
public final class TrainingFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TrainingFailedException(String message) {
        super(message);
    }
}
