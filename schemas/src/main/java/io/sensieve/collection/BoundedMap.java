package io.sensieve.collection;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Holds at most a fixed number of entries: adding one more evicts the eldest. Not thread-safe.
 *
 * <p>{@link Map#get} counts as an access, iteration does not.
 */
public final class BoundedMap<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private static final int INITIAL_CAPACITY = 16;
    private static final float LOAD_FACTOR = 0.75f;

    private final int maxSize;

    private BoundedMap(int maxSize, boolean accessOrder) {
        super(INITIAL_CAPACITY, LOAD_FACTOR, accessOrder);
        if (maxSize < 1) {
            throw new IllegalArgumentException("maxSize is " + maxSize + ", must be at least 1");
        }
        this.maxSize = maxSize;
    }

    /**
     * Creates a map that evicts the entry whose last access is longest ago.
     *
     * @param maxSize most entries, at least 1
     */
    public static <K, V> BoundedMap<K, V> leastRecentlyUsed(int maxSize) {
        return new BoundedMap<>(maxSize, true);
    }

    /**
     * Creates a map that evicts the entry whose key was inserted first.
     *
     * @param maxSize most entries, at least 1
     */
    public static <K, V> BoundedMap<K, V> firstInFirstOut(int maxSize) {
        return new BoundedMap<>(maxSize, false);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > maxSize;
    }
}
