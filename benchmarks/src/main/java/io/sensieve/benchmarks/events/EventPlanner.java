package io.sensieve.benchmarks.events;

import io.sensieve.benchmarks.simulation.ColdTraining;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.TrainedSelection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Plants events into the realisations of a stream. */
final class EventPlanner {
    private static final int ORACLE_ROWS = 1_000;
    private static final int DIRECTIONS = 3;

    private final EventStream stream;
    private final int learnt;
    private final int onset;
    private final int after;
    private final long seed;
    private final float[][] learntRows;

    /**
     * Draws the learnt rows.
     *
     * @param learnt number of rows that the first selection is trained on
     * @param onset record at which events begin
     * @param after number of records after the last change of an event
     * @param seed random seed
     */
    EventPlanner(EventStream stream, int learnt, int onset, int after, long seed) {
        this.stream = stream;
        this.learnt = learnt;
        this.onset = onset;
        this.after = after;
        this.seed = seed;
        this.learntRows = rows(EventStream.Use.PLAYED, seed, learnt);
    }

    private float[][] rows(EventStream.Use use, long rowSeed, int count) {
        Supplier<float[]> source = stream.open(use, rowSeed);
        float[][] rows = new float[count][];
        Arrays.setAll(rows, r -> source.get());
        return rows;
    }

    /** Trains the selection for events that do not change the learnt rows. */
    TrainedSelection first(TrainSettings settings) {
        return ColdTraining.first(learntRows, ColdTraining.candidates(stream.channelNames()), settings);
    }

    /**
     * Creates an event.
     *
     * @param first selection of the unchanged learnt rows
     */
    PlantedEvent event(EventKind kind, TrainedSelection first) {
        long eventSeed = Objects.hash(seed, kind.label());
        return kind.create(new EventSetting(
                onset,
                floats(RelativeError.means(learntRows)),
                floats(RelativeError.deviations(learntRows)),
                first.model().channels(),
                directions(new SplittableRandom(eventSeed)),
                eventSeed));
    }

    private float[][] directions(SplittableRandom random) {
        float[][] directions = new float[DIRECTIONS][];
        Arrays.setAll(directions, i -> stream.direction(random));
        return directions;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** Plants an event. */
    EventScenario scenario(String name, EventKind kind, PlantedEvent event) {
        int records = (int) event.end() + after;
        return new EventScenario(
                new EventScenario.Label(name, kind.label(), seed),
                stream.channelNames(),
                learnt,
                event,
                event.play(rows(EventStream.Use.PLAYED, seed, records)),
                stretch -> oracleRows(event, stretch, records));
    }

    /** Plays the event into other realisations, until the same stretch of them has enough rows. */
    private float[][] oracleRows(PlantedEvent event, Stretch stretch, int records) {
        List<float[]> rows = new ArrayList<>();
        for (long realisation = 1; rows.size() < ORACLE_ROWS; realisation++) {
            long rowSeed = -(seed * ORACLE_ROWS + realisation);
            rows.addAll(Arrays.asList(
                    event.play(rows(EventStream.Use.ORACLE, rowSeed, records)).sent(stretch)));
        }
        return rows.subList(0, ORACLE_ROWS).toArray(float[][]::new);
    }
}
