package io.sensieve.standalone.data;

import io.sensieve.trainer.learn.data.TrainingData.Labels;
import java.util.List;

/**
 * Class of each row of a split, counted from 0.
 *
 * @param names what the file calls the classes
 * @param train of the train rows
 * @param validation of the validation rows
 * @param test of the test rows
 */
public record RowClasses(List<String> names, int[] train, int[] validation, int[] test) {
    public RowClasses {
        names = List.copyOf(names);
    }

    /**
     * What is learnt from.
     *
     * @throws IllegalArgumentException if all train rows are of one class
     */
    Labels labels() {
        return new Labels(train, validation, names.size());
    }
}
