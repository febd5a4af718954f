package io.sensieve.streams;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Closes resources in the reverse order in which they were added. Used by one thread at a time. */
final class ResourceStack implements AutoCloseable {
    private final Deque<Resource> resources = new ArrayDeque<>();

    /** Something to close that throws no checked exception. */
    interface Resource extends AutoCloseable {
        @Override
        void close();
    }

    /** Adds a resource. */
    void add(Resource resource) {
        resources.push(resource);
    }

    /**
     * Closes every resource, also if closing another one fails.
     *
     * @throws RuntimeException the first failure; later failures are suppressed exceptions of it
     */
    @Override
    public void close() {
        RuntimeException first = null;
        while (!resources.isEmpty()) {
            first = close(resources.pop(), first);
        }
        if (first != null) {
            throw first;
        }
    }

    private static @Nullable RuntimeException close(Resource resource, @Nullable RuntimeException first) {
        try {
            resource.close();
            return first;
        } catch (RuntimeException e) {
            if (first == null) {
                return e;
            }
            first.addSuppressed(e);
            return first;
        }
    }
}
