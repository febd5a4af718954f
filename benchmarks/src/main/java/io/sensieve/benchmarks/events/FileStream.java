package io.sensieve.benchmarks.events;

import io.sensieve.benchmarks.common.DataFile;
import io.sensieve.benchmarks.drift.RowPool;
import io.sensieve.standalone.data.ChannelRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Draws a stationary stream from the rows of a data file. The oracle's rows come from another half of the file. */
final class FileStream implements EventStream {
    private final List<String> channelNames;
    private final int k;
    private final RowPool played;
    private final RowPool oracle;

    /**
     * Splits the rows at random.
     *
     * @param k number of channels to select
     * @param seed random seed of the split
     */
    FileStream(DataFile file, int k, long seed) {
        channelNames = file.channelNames();
        this.k = k;
        List<float[]> rows =
                new ArrayList<>(file.rows().stream().map(ChannelRow::values).toList());
        Collections.shuffle(rows, new Random(seed));
        int half = rows.size() / 2;
        played = new RowPool(rows.subList(0, half).toArray(float[][]::new));
        oracle = new RowPool(rows.subList(half, rows.size()).toArray(float[][]::new));
    }

    @Override
    public List<String> channelNames() {
        return channelNames;
    }

    @Override
    public int k() {
        return k;
    }

    @Override
    public Supplier<float[]> open(Use use, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RowPool pool = use == Use.PLAYED ? played : oracle;
        return () -> pool.draw(random);
    }

    /** Returns the difference of two rows; where one of them has no value, 0. */
    @Override
    public float[] direction(SplittableRandom random) {
        float[] direction = played.draw(random);
        float[] other = played.draw(random);
        for (int c = 0; c < direction.length; c++) {
            float difference = direction[c] - other[c];
            direction[c] = Float.isNaN(difference) ? 0 : difference;
        }
        return direction;
    }
}
