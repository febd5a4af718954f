package io.sensieve.signing;

import io.sensieve.service.SettingException;
import io.sensieve.service.Settings;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Signs encoded selections and pointers. A selection contains the SHA-256 of its model, so its signature covers the
 * model. Thread-safe.
 */
public final class Signer {
    /** Setting: file of the trainer's private key. */
    public static final String KEY = "signing.key";

    private final Optional<PrivateKey> key;

    private Signer(Optional<PrivateKey> key) {
        this.key = key;
    }

    /** Adds {@link #KEY} to {@code definition}. */
    public static ConfigDef define(ConfigDef definition) {
        return definition.define(
                KEY,
                Type.STRING,
                "",
                Importance.MEDIUM,
                "PEM file of the Ed25519 private key that signs selections; empty leaves them unsigned.");
    }

    /** Creates a signer that leaves records unsigned. */
    public static Signer none() {
        return new Signer(Optional.empty());
    }

    /** Creates a signer with an Ed25519 key. */
    public static Signer of(PrivateKey key) {
        return new Signer(Optional.of(key));
    }

    /**
     * Creates the signer that the settings define.
     *
     * @throws SettingException if the key cannot be read, or the trusted keys do not contain its public key
     */
    public static Signer of(Settings settings) {
        String file = settings.getString(KEY);
        if (file.isBlank()) {
            return none();
        }
        PrivateKey key = PemKeys.privateKey(KEY, file);
        TrustedKeys trusted = TrustedKeys.of(settings);
        byte[] probe = {1};
        if (trusted.areRequired() && !trusted.haveSigned(probe, sign(key, probe))) {
            throw SettingException.invalid(KEY, file, "its public key must be one of " + TrustedKeys.KEYS);
        }
        return of(key);
    }

    /**
     * Signs a record; without a key, returns it unchanged.
     *
     * @param encoded record whose last field, the signature, is empty
     */
    public byte[] sign(byte[] encoded) {
        if (key.isEmpty()) {
            return encoded;
        }
        byte[] content = SignedBytes.unsigned(encoded);
        return SignedBytes.join(content, sign(key.get(), content));
    }

    private static byte[] sign(PrivateKey key, byte[] content) {
        try {
            Signature signature = Signature.getInstance(PemKeys.ALGORITHM);
            signature.initSign(key);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Ed25519 key cannot sign", e);
        }
    }
}
