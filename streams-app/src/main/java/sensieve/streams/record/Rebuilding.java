package sensieve.streams.record;

import java.util.ArrayDeque;
import java.util.Deque;
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
    /** How far the records of a layout are looked for among those of others, in batches. */
    private static final int LOOK_MAX = 4;
    /** Share of a batch that is aimed at where there are records of other layouts in between. */
    private static final double FULL = 0.9;
    /** Batches that are prepared behind the one at hand. */
    private static final int AHEAD_MAX = 2;

    private final LookAhead ahead;
    private final PolledPartition polled;
    private final int most;
    /** Among how many records the next batch is looked for: so many that it will hardly be more than full. */
    private int look;

    /** For a record that was not polled just now, because it has waited or is read some other way. */
    private final RebuiltBatch alone;

    /** In the order of the records. */
    private final Deque<Prepared> coming = new ArrayDeque<>();

    private final Deque<RebuiltBatch> unused = new ArrayDeque<>();
    private RebuiltBatch current;
    private RebuiltBatch batch;
    private int place;

    private record Prepared(RebuiltBatch batch, FutureTask<?> work) {}

    /** @param codec of the records */
    Rebuilding(
            LoadedSelection selection,
            AvroCodec<SensorRecord> codec,
            LookAhead ahead,
            PolledPartition polled,
            @Nullable OutputEncoder encoder) {
        this.ahead = ahead;
        this.polled = polled;
        most = Math.max(1, Math.min(RECORDS_MAX, FLOATS_MAX / selection.channelCount()));
        look = most;
        Reconstructor reconstructor = new Reconstructor(selection.model());
        alone = new RebuiltBatch(selection, codec, reconstructor, 1, encoder);
        current = new RebuiltBatch(selection, codec, reconstructor.another(most), most, encoder);
        for (int i = 0; i < AHEAD_MAX; i++) {
            unused.add(new RebuiltBatch(selection, codec, reconstructor.another(most), most, encoder));
        }
        batch = current;
    }

    /** Rebuilds the record at hand, if that was not done before; {@link #batch} and {@link #place} tell where it is. */
    void rebuild(SensorRecordView record) {
        byte[] bytes = record.bytes();
        if (isInCurrent(bytes, batch == current ? place + 1 : 0)) {
            return;
        }
        long offset = polled.reached();
        if (!current.covers(offset)) {
            advance(offset);
        }
        if (!isInCurrent(bytes, 0)) {
            alone.rebuild(record);
            batch = alone;
            place = 0;
        }
    }

    private boolean isInCurrent(byte[] bytes, int from) {
        int found = current.find(bytes, from);
        if (found >= 0) {
            batch = current;
            place = found;
        }
        return found >= 0;
    }

    /** Goes on to the batch of an offset, and has the next ones prepared. */
    private void advance(long offset) {
        while (!current.covers(offset) && !coming.isEmpty()) {
            Prepared next = coming.remove();
            finish(next.work());
            unused.add(current);
            current = next.batch();
        }
        if (!current.covers(offset)) {
            List<ConsumerRecord<byte[], byte[]>> upcoming = polled.from(offset, look);
            if (upcoming.isEmpty()) {
                return;
            }
            current.choose(upcoming);
            current.rebuild();
        }
        look = (int) Math.max(most, Math.min(LOOK_MAX * most, FULL * most / current.share()));
        while (!unused.isEmpty()) {
            long end =
                    coming.isEmpty() ? current.end() : coming.getLast().batch().end();
            List<ConsumerRecord<byte[], byte[]>> upcoming = polled.from(end, look);
            if (upcoming.isEmpty()) {
                return;
            }
            RebuiltBatch next = unused.remove();
            next.choose(upcoming);
            FutureTask<?> work = new FutureTask<>(next::rebuild, true);
            coming.add(new Prepared(next, work));
            ahead.offer(work);
        }
    }

    /** Does what no thread has begun, and waits for what one has. */
    private static void finish(FutureTask<?> work) {
        work.run();
        try {
            work.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("records could not be rebuilt", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
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
