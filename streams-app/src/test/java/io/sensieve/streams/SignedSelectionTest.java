package io.sensieve.streams;

import static io.sensieve.streams.testing.SensieveTestDriver.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.ReducedRecord;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.model.ModelChunks;
import io.sensieve.signing.Signer;
import io.sensieve.streams.testing.SensieveTestDriver;
import io.sensieve.streams.testing.TestSelection;
import io.sensieve.topic.Keys;
import io.sensieve.topic.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The app with {@code signing.trusted.keys}: a publication without a trusted signature has no effect. */
class SignedSelectionTest {
    private static final KeyPair OURS = pair();
    private static final KeyPair NEXT = pair();
    private static final KeyPair OTHERS = pair();

    private final Random random = new Random(3);

    @TempDir
    Path folder;

    /** Publishes a version 2 that must not be used. */
    interface Forgery {
        void publish(SensieveTestDriver pipeline, TestSelection second);
    }

    static Stream<Arguments> forgeries() {
        Signer ours = Signer.of(OURS.getPrivate());
        Signer others = Signer.of(OTHERS.getPrivate());
        return Stream.of(
                forgery("not-signed", (pipeline, second) -> publish(pipeline, second, Signer.none(), ours)),
                forgery("not-signed", (pipeline, second) -> publish(pipeline, second, ours, Signer.none())),
                forgery("wrong-signature", (pipeline, second) -> publish(pipeline, second, others, ours)),
                forgery("wrong-signature", (pipeline, second) -> publish(pipeline, second, ours, others)),
                forgery("wrong-signature", (pipeline, second) -> {
                    publish(pipeline, second, ours, ours);
                    byte[] tampered = ours.sign(encode(second.selection()));
                    tampered[tampered.length / 2] ^= 1;
                    put(pipeline, Keys.selection("L", 2), tampered);
                }),
                forgery("wrong-hash", (pipeline, second) -> {
                    byte[] other = second.model().clone();
                    other[other.length - 1] ^= 1;
                    publish(pipeline, second, ours, ours);
                    var chunk = ModelChunks.split(second.model()).get(0);
                    chunk.getData().duplicate().put(other);
                    pipeline.send(Topics.MODELS, Keys.chunk(chunk.getSha256(), 0), chunk);
                }));
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void shouldKeepTheLastGoodSelectionWhenTheNewestIsForged(String reason, Forgery forgery) throws IOException {
        try (SensieveTestDriver pipeline = open(OURS)) {
            // Given
            publish(
                    pipeline,
                    PlantedRecords.selection("L", 1),
                    Signer.of(OURS.getPrivate()),
                    Signer.of(OURS.getPrivate()));
            send(pipeline);

            // When
            forgery.publish(pipeline, PlantedRecords.selection("L", 2, 1));
            send(pipeline);
            send(pipeline);

            // Then
            assertThat(versions(pipeline)).containsExactly(1, 1, 1);
            assertThat(Meters.count(pipeline, "sensieve.selection.refused", "layout", "L", "reason", reason))
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldAcceptSelectionsWhenTheTrainerChangesItsKey() throws IOException {
        try (SensieveTestDriver pipeline = open(OURS, NEXT)) {
            // Given
            Signer ours = Signer.of(OURS.getPrivate());
            Signer next = Signer.of(NEXT.getPrivate());

            // When
            publish(pipeline, PlantedRecords.selection("L", 1), ours, ours);
            send(pipeline);
            publish(pipeline, PlantedRecords.selection("L", 2, 1), next, next);
            send(pipeline);

            // Then
            assertThat(versions(pipeline)).containsExactly(1, 2);
        }
    }

    @Test
    void shouldAcceptSignedSelectionsWhenNoKeyIsTrusted() throws IOException {
        try (SensieveTestDriver pipeline = open()) {
            // When
            publish(pipeline, PlantedRecords.selection("L", 1), Signer.of(OTHERS.getPrivate()), Signer.none());
            send(pipeline);

            // Then
            assertThat(versions(pipeline)).containsExactly(1);
        }
    }

    private static Arguments forgery(String reason, Forgery forgery) {
        return Arguments.of(reason, forgery);
    }

    /** Opens the app, which trusts the keys of {@code pairs}. */
    private SensieveTestDriver open(KeyPair... pairs) throws IOException {
        StringBuilder files = new StringBuilder();
        for (KeyPair pair : pairs) {
            Path file = folder.resolve(files.length() + ".pem");
            Files.writeString(
                    file,
                    "-----BEGIN PUBLIC KEY-----\n"
                            + Base64.getEncoder()
                                    .encodeToString(pair.getPublic().getEncoded())
                            + "\n-----END PUBLIC KEY-----\n");
            files.append(files.isEmpty() ? "" : ",").append(file);
        }
        return SensieveTestDriver.open(Map.of("signing.trusted.keys", files.toString()));
    }

    private void send(SensieveTestDriver pipeline) {
        pipeline.send("d", "L", START, PlantedRecords.row(random));
    }

    private static List<Integer> versions(SensieveTestDriver pipeline) {
        return pipeline.values(Topics.REDUCED).stream()
                .map(ReducedRecord::getSelectionVersion)
                .toList();
    }

    private static void publish(
            SensieveTestDriver pipeline, TestSelection published, Signer selectionSigner, Signer pointerSigner) {
        Selection selection = published.selection();
        ModelChunks.split(published.model())
                .forEach(chunk -> pipeline.send(Topics.MODELS, Keys.chunk(chunk.getSha256(), chunk.getIndex()), chunk));
        put(
                pipeline,
                Keys.selection(selection.getLayout(), selection.getVersion()),
                selectionSigner.sign(encode(selection)));
        SelectionPointer pointer = new SelectionPointer(
                selection.getLayout(), selection.getVersion(), START, false, ByteBuffer.allocate(0));
        put(pipeline, Keys.current(selection.getLayout()), pointerSigner.sign(encode(pointer)));
    }

    private static byte[] encode(SpecificRecord record) {
        return Topics.SELECTIONS.valueSerde().serializer().serialize(Topics.SELECTIONS.name(), record);
    }

    private static void put(SensieveTestDriver pipeline, String key, byte[] value) {
        pipeline.driver()
                .createInputTopic(Topics.SELECTIONS.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(key, value);
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
