package io.sensieve.trainer.learn.settings;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef.Range;

/**
 * How the costs of channels count in column subset selection.
 *
 * @param price weight of a channel's cost against the variance that it explains; 0 to ignore costs
 * @param budget largest summed cost of the selected channels
 */
public record CostSettings(float price, double budget) {
    /** Ignores costs. */
    static final CostSettings NONE = new CostSettings(0, Double.POSITIVE_INFINITY);

    static final List<SettingField<CostSettings>> FIELDS = List.of(
            SettingField.number(
                    "price",
                    0,
                    1e9,
                    CostSettings::price,
                    CostSettings::withPrice,
                    "Weight of a channel's cost against the share of the variance that it explains; 0 to ignore costs."),
            SettingField.number(
                    "budget",
                    Range.atLeast(0),
                    CostSettings::budget,
                    CostSettings::withBudget,
                    "Largest summed cost of the selected channels; above 0."));

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public CostSettings {
        Checks.notNegative("price", price);
        if (!(budget > 0)) {
            throw new IllegalArgumentException("budget = " + budget + ", must be above 0");
        }
    }

    public CostSettings withPrice(float value) {
        return new CostSettings(value, budget);
    }

    public CostSettings withBudget(double value) {
        return new CostSettings(price, value);
    }
}
