package io.sensieve.standalone.cli.learn;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.service.SettingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** Reads roles and costs of a file's channels, by their names in the header. */
final class ChannelOptions {
    @Option(
            names = "--required",
            paramLabel = "NAME,..",
            description = "Channels that every selection contains; they count towards K.")
    private List<String> required = new ArrayList<>();

    @Option(names = "--excluded", paramLabel = "NAME,..", description = "Channels that no selection contains.")
    private List<String> excluded = new ArrayList<>();

    @Option(
            names = "--cost",
            paramLabel = "NAME=C,..",
            description = "Costs of channels (default 1 each). Costs have an effect with -D train.price=P (share of the"
                    + " variance that a channel of cost 1 must explain) or -D train.budget=B.")
    private List<String> cost = new ArrayList<>();

    /** Whether a cost is given. */
    boolean hasCosts() {
        return !cost.isEmpty();
    }

    /**
     * Adds roles and costs to the channels of a file.
     *
     * @param names channel names of the header, in order
     * @throws SettingException if a name is not in the header, is required and excluded, or a cost is no number
     */
    List<Channel> channels(List<String> names) {
        Set<String> known = new LinkedHashSet<>(names);
        Set<String> in = named("--required", required, known);
        Set<String> out = named("--excluded", excluded, known);
        Map<String, Double> costs = new LinkedHashMap<>();
        for (String given : cost) {
            costs.putAll(costs(given, known));
        }
        in.stream().filter(out::contains).findFirst().ifPresent(name -> {
            throw new SettingException("Channel '" + name + "' is in both --required and --excluded");
        });
        return names.stream()
                .map(name -> new Channel(
                        name,
                        "",
                        costs.getOrDefault(name, 1.0),
                        in.contains(name)
                                ? ChannelRole.REQUIRED
                                : out.contains(name) ? ChannelRole.EXCLUDED : ChannelRole.CANDIDATE))
                .toList();
    }

    /** Splits values at commas, unless a value as a whole is a name. */
    private static Set<String> named(String option, List<String> values, Set<String> known) {
        Set<String> all = new LinkedHashSet<>();
        for (String value : values) {
            if (known.contains(value)) {
                all.add(value);
                continue;
            }
            for (String part : value.split(",", -1)) {
                all.add(known(option, part.trim(), known));
            }
        }
        return all;
    }

    private static Map<String, Double> costs(String value, Set<String> known) {
        int last = value.lastIndexOf('=');
        boolean one = last > 0 && known.contains(value.substring(0, last));
        Map<String, Double> costs = new LinkedHashMap<>();
        for (String part : one ? new String[] {value} : value.split(",", -1)) {
            int equals = part.lastIndexOf('=');
            if (equals < 1) {
                throw new SettingException("Invalid value " + part + " for --cost: must be NAME=COST");
            }
            costs.put(known("--cost", part.substring(0, equals).trim(), known), cost(part, equals));
        }
        return costs;
    }

    private static double cost(String part, int equals) {
        try {
            double cost = Double.parseDouble(part.substring(equals + 1));
            if (cost >= 0 && Double.isFinite(cost)) {
                return cost;
            }
        } catch (NumberFormatException e) {
            throw new SettingException("Invalid value " + part + " for --cost: the cost must be a number", e);
        }
        throw new SettingException("Invalid value " + part + " for --cost: the cost must be at least 0 and finite");
    }

    private static String known(String option, String name, Set<String> known) {
        if (!known.contains(name)) {
            throw new SettingException("Invalid value " + name + " for " + option + ": the file has no channel '" + name
                    + "'; its channels are "
                    + String.join(", ", known.stream().limit(8).toList())
                    + (known.size() > 8 ? ", ... (" + known.size() + ")" : ""));
        }
        return name;
    }
}
