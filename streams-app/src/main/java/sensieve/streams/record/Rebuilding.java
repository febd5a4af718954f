package sensieve.streams.record;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import sensieve.SensorRecord;
import sensieve.codec.AvroCodec;
import sensieve.codec.OutputEncoder;
import sensieve.codec.SensorRecordView;
import sensieve.model.LoadedSelection;
import sensieve.model.Reconstructor;

/**
 * Rebuilds the records of one selection in one task. Those that were polled with the one at hand are rebuilt with it;
 * and while the task goes through them, another thread may rebuild the next ones. Only a record whose turn has come
 * goes on, and only if it is the one that was rebuilt: what was rebuilt in vain is dropped. Used by the task's thread
 * only.
 */
final class Rebuilding {
    private static final int RECORDS_MAX = 32;
    /** Floats of each of the buffers, unless a single record has more. */
    private static final int FLOATS_MAX = 65_536;
    /** How far ahead the records of a layout are looked for among those of others. */
    private static final int LOOK_MAX = 4 * RECORDS_MAX;

    private final LookAhead ahead;
    private final PolledPartition polled;
    /** For a record that was not polled just now, because it has waited or is read some other way. */
    private final RebuiltBatch alone;

    private RebuiltBatch current;
    private RebuiltBatch next;
    private @Nullable FutureTask<?> nextReady;
    private RebuiltBatch batch;
    private int place;

    /** @param codec of the records */
    Rebuilding(
            LoadedSelection selection,
            AvroCodec<SensorRecord> codec,
            LookAhead ahead,
            PolledPartition polled,
            @Nullable OutputEncoder encoder) {
        this.ahead = ahead;
        this.polled = polled;
        int most = Math.max(1, Math.min(RECORDS_MAX, FLOATS_MAX / selection.channelCount()));
        Reconstructor reconstructor = new Reconstructor(selection.model(), most);
        this.current = new RebuiltBatch(selection, codec, reconstructor, most, encoder);
        this.next = new RebuiltBatch(selection, codec, reconstructor.another(most), most, encoder);
        this.alone = new RebuiltBatch(selection, codec, reconstructor.another(1), 1, encoder);
        this.batch = current;
    }

    /** Rebuilds the record at hand, if that was not done before; {@link #batch} and {@link #place} tell where it is. */
    void rebuild(SensorRecordView record) {
        byte[] bytes = record.bytes();
        if (isIn(current, bytes, batch == current ? place + 1 : 0)) {
            return;
        }
        List<ConsumerRecord<byte[], byte[]>> upcoming = polled.from(polled.reached(), LOOK_MAX);
        if (!upcoming.isEmpty() && isSame(upcoming.get(0).value(), bytes)) {
            if (nextReady != null) {
                finishNext(nextReady);
            }
            if (!isIn(current, bytes, 0)) {
                current.rebuild(upcoming);
            }
            prepareNext();
            if (isIn(current, bytes, 0)) {
                return;
            }
        }
        alone.rebuild(record);
        batch = alone;
        place = 0;
    }

    private boolean isIn(RebuiltBatch candidate, byte[] bytes, int from) {
        int found = candidate.find(bytes, from);
        if (found >= 0) {
            batch = candidate;
            place = found;
        }
        return found >= 0;
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(byte @Nullable [] polled, byte[] bytes) {
        return polled == bytes;
    }

    private void prepareNext() {
        List<ConsumerRecord<byte[], byte[]>> upcoming = polled.from(current.end(), LOOK_MAX);
        if (!upcoming.isEmpty()) {
            RebuiltBatch target = next;
            FutureTask<?> work = new FutureTask<>(() -> target.rebuild(upcoming), true);
            nextReady = work;
            ahead.offer(work);
        }
    }

    /** Does what no thread has begun, and waits for what one has; then the next batch is the current one. */
    private void finishNext(FutureTask<?> work) {
        work.run();
        nextReady = null;
        try {
            work.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("records could not be rebuilt", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        RebuiltBatch done = next;
        next = current;
        current = done;
    }

    /** Where the record at hand was rebuilt. */
    RebuiltBatch batch() {
        return batch;
    }

    /** Its place there. */
    int place() {
        return place;
    }
}
