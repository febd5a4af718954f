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
 * Whose signatures count. With several keys each of them does, so that a new one is known before it is used.
 *
 * @param keys none where no signature is demanded
 */
public record TrustedKeys(List<PublicKey> keys) {
    /** The setting of the files. */
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

    /** Takes everything. */
    public static TrustedKeys none() {
        return new TrustedKeys(List.of());
    }

    /**
     * Those that the settings name.
     *
     * @throws io.sensieve.service.SettingException if one cannot be read
     */
    public static TrustedKeys of(Settings settings) {
        return new TrustedKeys(Arrays.stream(settings.getString(KEYS).split(","))
                .map(String::trim)
                .filter(file -> !file.isEmpty())
                .map(file -> PemKeys.publicKey(KEYS, file))
                .toList());
    }

    /** Whether a signature is demanded. */
    public boolean areDemanded() {
        return !keys.isEmpty();
    }

    /**
     * Checks a selection or a pointer.
     *
     * @param encoded its bytes as they came
     * @param signature its last field
     * @throws RefusedSelectionException if a signature is demanded and this is none, or none of a trusted key
     */
    public void check(byte[] encoded, ByteBuffer signature) {
        if (!areDemanded()) {
            return;
        }
        if (!signature.hasRemaining()) {
            throw new RefusedSelectionException(Reason.NOT_SIGNED, "it is not signed and " + KEYS + " demands it");
        }
        byte[] bytes = new byte[signature.remaining()];
        signature.duplicate().get(bytes);
        if (SignedBytes.content(encoded, bytes)
                .filter(content -> haveSigned(content, bytes))
                .isEmpty()) {
            throw new RefusedSelectionException(
                    Reason.WRONG_SIGNATURE, "none of the keys of " + KEYS + " has signed these bytes");
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
            // Bytes that are no signature at all.
            return false;
        }
    }
}
