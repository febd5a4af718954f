package io.sensieve.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensieve.ChannelProfile;
import io.sensieve.ErrorSummary;
import io.sensieve.ModelReference;
import io.sensieve.Provenance;
import io.sensieve.ReferenceProfile;
import io.sensieve.Scaling;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.codec.AvroCodec;
import io.sensieve.model.RefusedSelectionException;
import io.sensieve.model.RefusedSelectionException.Reason;
import io.sensieve.service.SettingException;
import io.sensieve.service.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {
    /** Written by OpenSSL. */
    private static final String PRIVATE_PEM = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIPgtAwx6qAzOfrSbnRZUxh8NiFtmAOdw1xDpER0GCRa0
            -----END PRIVATE KEY-----
            """;

    private static final String PUBLIC_PEM = """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEABXj9W5odg10v+AISU/q68UwT2iuwCcQkBc3Hb68nC3o=
            -----END PUBLIC KEY-----
            """;
    private static final AvroCodec<SpecificRecord> CODEC =
            AvroCodec.ofTypes(List.of(Selection.class, SelectionPointer.class));
    private static final Instant TIME = Instant.parse("2026-11-22T12:34:56.789Z");
    private static final Selection SELECTION = selection();

    private final KeyPair ours = pair();
    private final KeyPair others = pair();
    private final byte[] unsigned = CODEC.encode(SELECTION);
    private final byte[] signed = Signer.of(ours.getPrivate()).sign(unsigned);
    private final TrustedKeys trusted = new TrustedKeys(List.of(ours.getPublic()));

    @TempDir
    Path folder;

    @Test
    void shouldStayTheSameRecordWhenItIsSigned() {
        // When
        Selection read = (Selection) CODEC.decode(signed);

        // Then
        assertThat(read.getSignature().remaining()).isEqualTo(64);
        assertThat(Selection.newBuilder(read).clearSignature().build()).isEqualTo(SELECTION);
        trusted.check(signed, read.getSignature());
    }

    @Test
    void shouldRefuseWhenAnySingleByteIsAnother() {
        for (int i = 0; i < signed.length; i++) {
            byte[] tampered = signed.clone();
            tampered[i] ^= 1;
            ByteBuffer signature = ByteBuffer.wrap(tampered, tampered.length - 64, 64);

            // When / Then
            assertRefused(Reason.WRONG_SIGNATURE, trusted, tampered, signature);
        }
    }

    @Test
    void shouldRefuseWhenAnotherKeyHasSigned() {
        // Given
        byte[] forged = Signer.of(others.getPrivate()).sign(unsigned);

        // When / Then
        assertRefused(Reason.WRONG_SIGNATURE, trusted, forged, signature(forged));
    }

    @Test
    void shouldRefuseWhenTheSignatureIsThatOfAnotherVersion() {
        // Given
        byte[] other = CODEC.encode(Selection.newBuilder(SELECTION)
                .setVersion(8)
                .setSignature(signature(signed))
                .build());

        // When / Then
        assertRefused(Reason.WRONG_SIGNATURE, trusted, other, signature(other));
    }

    @Test
    void shouldRefuseWhatIsNotSignedOnlyWhenAKeyIsDemanded() {
        // When / Then
        assertRefused(Reason.NOT_SIGNED, trusted, unsigned, signature(unsigned));
        TrustedKeys.none().check(unsigned, signature(unsigned));
        assertThat(Signer.none().sign(unsigned)).isSameAs(unsigned);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 65, 200})
    void shouldRefuseWhenTheSignatureHasAnotherLength(int length) {
        // Given
        byte[] bytes = CODEC.encode(Selection.newBuilder(SELECTION)
                .setSignature(ByteBuffer.wrap(new byte[length]))
                .build());

        // When / Then
        assertRefused(Reason.WRONG_SIGNATURE, trusted, bytes, signature(bytes));
    }

    @Test
    void shouldTakeBothKeysWhileOneFollowsTheOther() {
        // Given
        TrustedKeys both = new TrustedKeys(List.of(ours.getPublic(), others.getPublic()));
        byte[] byTheNext = Signer.of(others.getPrivate()).sign(unsigned);

        // When / Then
        both.check(signed, signature(signed));
        both.check(byTheNext, signature(byTheNext));
    }

    @Test
    void shouldNotSignWhenTheRecordDoesNotEndWithAnEmptySignature() {
        // Given: bytes that end with a signature whose last byte is not the length of an empty one, as most are
        byte[] other = signed.clone();
        other[other.length - 1] = 7;

        // When / Then
        assertThatThrownBy(() -> Signer.of(ours.getPrivate()).sign(other)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldHaveTheSignatureAsTheLastField() {
        for (Schema schema : List.of(Selection.getClassSchema(), SelectionPointer.getClassSchema())) {
            List<Schema.Field> fields = schema.getFields();
            assertThat(fields.get(fields.size() - 1).name()).isEqualTo("signature");
        }
    }

    @Test
    void shouldReadTheKeysThatOpenSslWrites() throws IOException {
        // Given
        Settings settings = settings(file("key", PRIVATE_PEM), file("one", PUBLIC_PEM) + " , " + file("two", pem()));

        // When
        byte[] bytes = Signer.of(settings).sign(unsigned);

        // Then
        TrustedKeys.of(settings).check(bytes, signature(bytes));
        assertThat(TrustedKeys.of(settings).keys()).hasSize(2);
        assertThat(TrustedKeys.of(settings("", "")).areRequired()).isFalse();
    }

    @Test
    void shouldSayWhatIsWrongWithAKeyFile() throws IOException {
        // Given
        Path key = file("key", PRIVATE_PEM);
        Path open = file("open", PUBLIC_PEM);
        Path broken = file("broken", PRIVATE_PEM.replace("MC4CAQAw", "MC4CAQAx"));
        Path missing = folder.resolve("none.pem");

        // When / Then
        assertThatThrownBy(() -> Signer.of(settings(open, "")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(open + " for signing.key: must be a PEM file with a PRIVATE KEY in it");
        assertThatThrownBy(() -> Signer.of(settings(broken, "")))
                .isInstanceOf(SettingException.class)
                .hasMessage("Invalid value " + broken + " for signing.key: must hold an Ed25519 key")
                .hasNoCause();
        assertThatThrownBy(() -> TrustedKeys.of(settings("", key)))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("for signing.trusted.keys: must be a PEM file with a PUBLIC KEY in it");
        assertThatThrownBy(() -> TrustedKeys.of(settings("", missing)))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("none.pem for signing.trusted.keys: must be a readable PEM file");
        assertThatThrownBy(() -> Signer.of(settings(key, file("two", pem()))))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("its public key must be one of signing.trusted.keys");
    }

    private void assertRefused(Reason reason, TrustedKeys keys, byte[] bytes, ByteBuffer signature) {
        assertThatThrownBy(() -> keys.check(bytes, signature))
                .isInstanceOfSatisfying(
                        RefusedSelectionException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(reason));
    }

    private static ByteBuffer signature(byte[] bytes) {
        return ((Selection) CODEC.decode(bytes)).getSignature();
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name + ".pem"), content);
    }

    private String pem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getEncoder().encodeToString(others.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private static Settings settings(Object key, Object trusted) {
        return Settings.of(
                TrustedKeys.define(Signer.define(new ConfigDef())),
                Map.of(
                        "kafka.bootstrap.servers",
                        "localhost:9092",
                        "signing.key",
                        key.toString(),
                        "signing.trusted.keys",
                        trusted.toString()));
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Selection selection() {
        return Selection.newBuilder()
                .setLayout("press")
                .setMissingValues(List.of())
                .setVersion(7)
                .setMethod("css")
                .setChannelNames(List.of("oil", "ram"))
                .setChannels(List.of(new SelectedChannel(0, "oil", 0.9f)))
                .setSpares(List.of())
                .setScaling(new Scaling("none", List.of(0f, 0f), List.of(1f, 1f)))
                .setModel(new ModelReference("ab12", 100L, 1))
                .setReference(ReferenceProfile.newBuilder()
                        .setRows(50)
                        .setChannels(List.of(new ChannelProfile(List.of(0.5f), List.of(0.5f, 0.25f, 0.25f))))
                        .setChannelError(List.of(0.1f, 0.2f))
                        .build())
                .setValidation(new ErrorSummary(50L, 0.01, 0.002, 0.009, 0.013, 0.015, 0.2))
                .setProvenance(Provenance.newBuilder()
                        .setCreatedAt(TIME)
                        .setTrigger("first-window")
                        .setTrainRows(400)
                        .setValidationRows(50)
                        .setFrom(TIME)
                        .setTo(TIME)
                        .setOffsets(List.of())
                        .setSeed(11)
                        .setSettings(Map.of())
                        .setEpochs(200)
                        .setSeconds(1.5)
                        .setDevice("cpu")
                        .build())
                .build();
    }
}
