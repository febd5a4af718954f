package io.sensieve.standalone.cli.learn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.SelectedChannel;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.TrainedSelection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Describes the constraints of a selection.
 *
 * @param required names of the required channels
 * @param excluded names of the excluded channels
 * @param costs costs of the selected channels by name; empty without costs
 * @param price share of the variance that a channel of cost 1 must explain; 0 without a price
 * @param budget limit of the total cost; infinite without a budget
 */
record SelectionConstraints(
        List<String> required, List<String> excluded, Map<String, Double> costs, double price, double budget) {

    static SelectionConstraints of(TrainedSelection trained, List<Channel> channels) {
        TrainSettings settings = trained.run().settings();
        boolean costs = settings.cost().price() > 0
                || Double.isFinite(settings.cost().budget())
                || channels.stream().anyMatch(channel -> channel.getCost() != 1);
        Map<String, Double> spent = new LinkedHashMap<>();
        if (costs) {
            for (SelectedChannel selected : trained.channels()) {
                spent.put(selected.getName(), channels.get(selected.getIndex()).getCost());
            }
        }
        return new SelectionConstraints(
                named(channels, ChannelRole.REQUIRED),
                named(channels, ChannelRole.EXCLUDED),
                spent,
                settings.cost().price(),
                settings.cost().budget());
    }

    /** Whether there are no constraints. */
    boolean isEmpty() {
        return required.isEmpty() && excluded.isEmpty() && costs.isEmpty();
    }

    /** Writes the constraints that are set. */
    void write(ObjectNode node) {
        if (!required.isEmpty()) {
            required.forEach(node.putArray("required")::add);
        }
        if (!excluded.isEmpty()) {
            excluded.forEach(node.putArray("excluded")::add);
        }
        if (!costs.isEmpty()) {
            costs.forEach(node.putObject("costs")::put);
            node.put("total_cost", total());
        }
        if (price > 0) {
            node.put("price", price);
        }
        if (Double.isFinite(budget)) {
            node.put("budget", budget);
        }
    }

    /** Formats the constraints that are set as one line. */
    String text() {
        List<String> parts = new ArrayList<>();
        if (!required.isEmpty()) {
            parts.add("required " + String.join(", ", required));
        }
        if (!excluded.isEmpty()) {
            parts.add("excluded " + String.join(", ", excluded));
        }
        if (!costs.isEmpty()) {
            parts.add("the channels cost " + total()
                    + (Double.isFinite(budget) ? " of at most " + budget : "")
                    + (price > 0 ? ", at a price of " + price : ""));
        }
        return "constraints: " + String.join("; ", parts);
    }

    private double total() {
        return costs.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static List<String> named(List<Channel> channels, ChannelRole role) {
        return channels.stream()
                .filter(channel -> channel.getRole() == role)
                .map(Channel::getName)
                .toList();
    }
}
