package io.sensieve.codec;

import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** Reports that the schema registry does not answer or answers with a server error; the caller should retry. */
public final class RegistryUnavailableException extends RetriableException {
    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
