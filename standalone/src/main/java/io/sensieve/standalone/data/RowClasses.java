package io.sensieve.standalone.data;

import io.sensieve.trainer.learn.data.TrainingData.Labels;
import java.util.List;

/**
 * The classes of the rows of a split, counted from 0.
 *
 * @param names names of the classes
 * @param train class of each train row
 * @param validation class of each validation row
 * @param test class of each test row
 */
public record RowClasses(List<String> names, int[] train, int[] validation, int[] test) {
    public RowClasses {
        names = List.copyOf(names);
    }

    /**
     * Returns the classes of the train and validation rows.
     *
     * @throws IllegalArgumentException if all train rows have the same class
     */
    Labels labels() {
        return new Labels(train, validation, names.size());
    }
}
