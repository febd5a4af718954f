package io.sensieve.signing;

import io.sensieve.model.RefusedSelectionException;
import io.sensieve.model.RefusedSelectionException.Reason;
import io.sensieve.service.Settings;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Verifies signatures of selections and pointers. A signature by any of the keys is valid, so that a new key can be
 * trusted before the trainer uses it.
 *
 * @param keys trusted keys; empty if no signature is required
 */
public record TrustedKeys(List<PublicKey> keys) {
    /** Setting: files of the trusted keys. */
    public static final String KEYS = "signing.trusted.keys";

    public TrustedKeys {
        keys = List.copyOf(keys);
    }

    /** Adds {@link #KEYS} to {@code definition}. */
    public static ConfigDef define(ConfigDef definition) {
        return definition.define(
                KEYS,
                Type.STRING,
                "",
                Importance.MEDIUM,
                "PEM files of Ed25519 public keys, separated by commas: selections that none of them has signed are"
                        + " refused. Empty demands no signature.");
    }

    /** Creates an instance that accepts unsigned records. */
    public static TrustedKeys none() {
        return new TrustedKeys(List.of());
    }

    /**
     * Reads the keys that the settings name.
     *
     * @throws io.sensieve.service.SettingException if a key cannot be read
     */
    public static TrustedKeys of(Settings settings) {
        return new TrustedKeys(Arrays.stream(settings.getString(KEYS).split(","))
                .map(String::trim)
                .filter(file -> !file.isEmpty())
                .map(file -> PemKeys.publicKey(KEYS, file))
                .toList());
    }

    /** Whether records must be signed. */
    public boolean areRequired() {
        return !keys.isEmpty();
    }

    /**
     * Verifies the signature of a selection or a pointer.
     *
     * @param encoded the bytes of the record as received
     * @param signature the last field of the record
     * @throws RefusedSelectionException if a signature is required and is missing, or no trusted key made it
     */
    public void check(byte[] encoded, ByteBuffer signature) {
        if (!areRequired()) {
            return;
        }
        if (!signature.hasRemaining()) {
            throw new RefusedSelectionException(
                    Reason.NOT_SIGNED, "the record is not signed, but " + KEYS + " requires a signature");
        }
        byte[] bytes = new byte[signature.remaining()];
        signature.duplicate().get(bytes);
        if (SignedBytes.content(encoded, bytes)
                .filter(content -> haveSigned(content, bytes))
                .isEmpty()) {
            throw new RefusedSelectionException(
                    Reason.WRONG_SIGNATURE, "none of the keys of " + KEYS + " signed these bytes");
        }
    }

    boolean haveSigned(byte[] content, byte[] signature) {
        return keys.stream().anyMatch(key -> hasSigned(key, content, signature));
    }

    private static boolean hasSigned(PublicKey key, byte[] content, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(PemKeys.ALGORITHM);
            verifier.initVerify(key);
            verifier.update(content);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // The bytes are no signature.
            return false;
        }
    }
}
