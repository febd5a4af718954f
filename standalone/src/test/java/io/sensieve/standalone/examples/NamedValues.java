package io.sensieve.standalone.examples;

import io.sensieve.ReducedRecord;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.topic.Keys;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Gives the values of reduced records the names of their channels. */
final class NamedValues {
    private final Consumer<String, SpecificRecord> selections;
    private final Map<String, List<String>> channels = new HashMap<>();

    NamedValues(Consumer<String, SpecificRecord> selections) {
        this.selections = selections;
    }

    Map<String, Float> name(ReducedRecord reduced) {
        String key = Keys.selection(reduced.getLayout(), reduced.getSelectionVersion());
        while (!channels.containsKey(key)) {
            for (ConsumerRecord<String, SpecificRecord> record : selections.poll(Duration.ofSeconds(1))) {
                if (record.value() instanceof Selection selection) {
                    List<SelectedChannel> selected = selection.getChannels();
                    channels.put(
                            record.key(),
                            selected.stream().map(SelectedChannel::getName).toList());
                }
            }
        }
        List<String> names = channels.get(key);
        Map<String, Float> named = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            named.put(names.get(i), reduced.getValues().get(i));
        }
        return named;
    }
}
