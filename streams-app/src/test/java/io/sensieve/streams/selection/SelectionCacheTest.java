package io.sensieve.streams.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensieve.ModelChunk;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.ModelChunks;
import io.sensieve.model.RefusedSelectionException;
import io.sensieve.signing.TrustedKeys;
import io.sensieve.streams.testing.TestSelection;
import io.sensieve.topic.Keys;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import io.sensieve.topic.WireFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@NullUnmarked
class SelectionCacheTest {
    private static final TestSelection FAST = TestSelection.of("fast", 1, List.of("a", "b"), "a");
    private static final TestSelection SLOW = TestSelection.of("slow", 1, List.of("a", "b", "c"), "a");

    private final AtomicInteger refused = new AtomicInteger();
    private final MapStore models = new MapStore();
    private final MapStore selections = new MapStore();
    private final SelectionStores stores =
            new SelectionStores(WireFormat.singleObject(), TrustedKeys.none(), selections, models, new MapStore());
    private final SelectionCache cache = new SelectionCache(
            new SelectionSettings(1_000_000, Duration.ofSeconds(10), 10, TrustedKeys.none()),
            WireFormat.singleObject(),
            new RefusalCounter());
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void release() {
        released.countDown();
    }

    @Test
    void shouldServeOtherLayoutsWhenTheLoadOfOneLayoutIsSlow() throws Exception {
        // Given
        publish(FAST);
        publish(SLOW);
        blockModelOf(SLOW);
        CompletableFuture<LoadedSelection> slow = CompletableFuture.supplyAsync(() -> load("slow"));
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        // When
        CompletableFuture<LoadedSelection> fast = CompletableFuture.supplyAsync(() -> load("fast"));

        // Then
        assertThat(fast.get(30, TimeUnit.SECONDS).channelCount()).isEqualTo(2);
        assertThat(slow).isNotDone();
        released.countDown();
        assertThat(slow.get(30, TimeUnit.SECONDS).channelCount()).isEqualTo(3);
    }

    @Test
    void shouldLoadAVersionOnceWhenSeveralThreadsNeedIt() throws Exception {
        // Given
        publish(SLOW);
        blockModelOf(SLOW);
        CompletableFuture<LoadedSelection> first = CompletableFuture.supplyAsync(() -> load("slow"));
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<LoadedSelection> second = CompletableFuture.supplyAsync(() -> load("slow"));

        // When
        released.countDown();

        // Then
        assertThat(second.get(30, TimeUnit.SECONDS)).isSameAs(first.get(30, TimeUnit.SECONDS));
    }

    @Test
    void shouldPropagateTheFailureWhenAStoreCannotBeRead() {
        // Given
        publish(FAST);
        models.onGet = key -> {
            throw new InvalidStateStoreException("the store is closed");
        };

        // When, Then
        assertThatThrownBy(() -> load("fast")).isInstanceOf(InvalidStateStoreException.class);
        assertThat(refused).hasValue(0);
    }

    @Test
    void shouldLoadTheSelectionWhenTheStoreCanBeReadAgain() {
        // Given
        publish(FAST);
        models.onGet = key -> {
            throw new InvalidStateStoreException("the store is closed");
        };
        assertThatThrownBy(() -> load("fast")).isInstanceOf(InvalidStateStoreException.class);

        // When
        models.onGet = key -> {};

        // Then
        assertThat(load("fast").channelCount()).isEqualTo(2);
    }

    @Test
    void shouldRefuseTheSelectionWhenItsBytesCannotBeRead() {
        // Given
        selections.entries.put(Keys.selection("fast", 1), new byte[] {1, 2, 3});

        // When, Then
        assertThatThrownBy(() -> load("fast"))
                .isInstanceOfSatisfying(
                        RefusedSelectionException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(RefusedSelectionException.Reason.UNREADABLE));
        assertThat(refused).hasValue(1);
    }

    private LoadedSelection load(String layout) {
        return cache.load(stores, layout, 1, 0);
    }

    private void publish(TestSelection published) {
        for (ModelChunk chunk : ModelChunks.split(published.model())) {
            models.entries.put(Keys.chunk(chunk.getSha256(), chunk.getIndex()), bytes(Topics.MODELS, chunk));
        }
        selections.entries.put(
                Keys.selection(published.selection().getLayout(), 1), bytes(Topics.SELECTIONS, published.selection()));
    }

    private void blockModelOf(TestSelection published) {
        String model = published.selection().getModel().getSha256();
        models.onGet = key -> {
            if (key.equals(Keys.chunk(model, 0))) {
                begun.countDown();
                await(released);
            }
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <V> byte[] bytes(Topic<?, V> topic, V value) {
        return topic.valueSerde().serializer().serialize(topic.name(), value);
    }

    private final class RefusalCounter implements SelectionListener {
        @Override
        public void onSwitched(
                LoadedSelection selection, Optional<LoadedSelection> before, Optional<Duration> sincePublished) {}

        @Override
        public void onRefused(String layout, int version, RefusedSelectionException.Reason reason) {
            refused.incrementAndGet();
        }
    }

    /** A store whose reads can wait or fail. */
    private static final class MapStore implements ReadOnlyKeyValueStore<String, byte[]> {
        private final Map<String, byte[]> entries = new ConcurrentHashMap<>();
        private volatile Consumer<String> onGet = key -> {};

        @Override
        public byte[] get(String key) {
            onGet.accept(key);
            return entries.get(key);
        }

        @Override
        public KeyValueIterator<String, byte[]> range(String from, String to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public KeyValueIterator<String, byte[]> all() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long approximateNumEntries() {
            return entries.size();
        }
    }
}
