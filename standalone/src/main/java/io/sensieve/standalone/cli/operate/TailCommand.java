package io.sensieve.standalone.cli.operate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sensieve.codec.CodecException;
import io.sensieve.standalone.cli.KafkaOptions;
import io.sensieve.standalone.client.AvroJson;
import io.sensieve.standalone.client.TopicReader;
import io.sensieve.topic.DeadLetterHeaders;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Implements {@code sensieve tail}: prints the records of an output topic. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description =
                "Prints the records of an output topic as JSON or text, one per line, until the command is stopped.")
public final class TailCommand implements Callable<Integer> {
    private static final int PREVIEW_BYTES = 32;

    /** The topics that can be printed. */
    enum Output {
        REDUCED("reduced"),
        RECONSTRUCTIONS("reconstructions"),
        DRIFT("drift"),
        RETRAINS("retrains"),
        DEAD_LETTERS("dead-letters");

        private final String label;

        Output(String label) {
            this.label = label;
        }

        Topic<?, ?> topic() {
            return switch (this) {
                case REDUCED -> Topics.REDUCED;
                case RECONSTRUCTIONS -> Topics.RECONSTRUCTIONS;
                case DRIFT -> Topics.DRIFT;
                case RETRAINS -> Topics.RETRAINS;
                case DEAD_LETTERS -> Topics.DEAD_LETTERS;
            };
        }

        @Override
        public String toString() {
            return label;
        }
    }

    @Parameters(index = "0", paramLabel = "OUTPUT", description = "One of ${COMPLETION-CANDIDATES}.")
    private Output output = Output.REDUCED;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Option(
            names = {"-l", "--layout"},
            paramLabel = "L",
            description = "Prints only records of this layout. Dead letters that cannot be decoded have no layout.")
    private Optional<String> layout = Optional.empty();

    @Option(names = "--from-beginning", description = "Starts with the oldest kept record.")
    private boolean fromBeginning;

    @Option(names = "--text", description = "Prints the most important fields as text instead of all fields as JSON.")
    private boolean asText;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "Ends after N records.")
    private long lines = Long.MAX_VALUE;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final ObjectMapper json = new ObjectMapper();
    private long printed;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (TopicReader reader = new TopicReader(kafka.clientSettings())) {
            reader.assign(output.topic());
            if (fromBeginning) {
                reader.seekToBeginning();
            } else {
                reader.seekToEnd();
            }
            while (printed < lines && !Thread.currentThread().isInterrupted() && !out.checkError()) {
                reader.poll(record -> print(reader, out, record));
            }
        }
        return 0;
    }

    private void print(TopicReader reader, PrintWriter out, ConsumerRecord<byte[], byte[]> record) {
        if (printed >= lines) {
            return;
        }
        if (output == Output.DEAD_LETTERS) {
            if (layout.map(wanted -> wanted.equals(layoutOf(reader, record))).orElse(true)) {
                ObjectNode letter = deadLetter(record);
                out.println(asText ? TailText.line(letter) : letter.toString());
                printed++;
            }
        } else if (record.value() != null
                && reader.read(output.topic(), record) instanceof SpecificRecord value
                && layout.map(wanted -> wanted.equals(value.get(0))).orElse(true)) {
            out.println(
                    asText
                            ? TailText.line(String.valueOf(text(record.key())), value)
                            : "{\"key\": " + json.valueToTree(text(record.key())) + ", \"partition\": "
                                    + record.partition() + ", \"offset\": " + record.offset() + ", \"value\": "
                                    + AvroJson.render(value) + "}");
            printed++;
        }
    }

    /** The layout of a dead letter; null if it cannot be decoded. */
    private static @Nullable String layoutOf(TopicReader reader, ConsumerRecord<byte[], byte[]> record) {
        try {
            return record.value() == null
                    ? null
                    : reader.read(Topics.RECORDS, record).getLayout();
        } catch (CodecException e) {
            return null;
        }
    }

    private ObjectNode deadLetter(ConsumerRecord<byte[], byte[]> record) {
        ObjectNode node = json.createObjectNode();
        node.put("key", text(record.key()));
        node.put("reason", header(record, DeadLetterHeaders.REASON));
        node.put("message", header(record, DeadLetterHeaders.MESSAGE));
        node.put("topic", header(record, DeadLetterHeaders.TOPIC));
        node.put("partition", header(record, DeadLetterHeaders.PARTITION));
        node.put("offset", header(record, DeadLetterHeaders.OFFSET));
        byte[] value = record.value();
        if (value != null) {
            node.put("bytes", value.length);
            node.put("starts_with", HexFormat.of().formatHex(value, 0, Math.min(PREVIEW_BYTES, value.length)));
        }
        return node;
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : text(header.value());
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
