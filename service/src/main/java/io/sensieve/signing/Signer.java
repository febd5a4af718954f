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
 * Signs selections and pointers, as bytes. A selection names its model by SHA-256, so the model is signed with it.
 * Thread-safe.
 */
public final class Signer {
    /** The setting of the trainer's private key. */
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

    /** Leaves everything as it is. */
    public static Signer none() {
        return new Signer(Optional.empty());
    }

    /** Signs with {@code key}, which is of Ed25519. */
    public static Signer of(PrivateKey key) {
        return new Signer(Optional.of(key));
    }

    /**
     * The one that the settings name.
     *
     * @throws SettingException if the key cannot be read, or is not one of those that the settings trust
     */
    public static Signer of(Settings settings) {
        String file = settings.getString(KEY);
        if (file.isBlank()) {
            return none();
        }
        PrivateKey key = PemKeys.privateKey(KEY, file);
        TrustedKeys trusted = TrustedKeys.of(settings);
        byte[] probe = {1};
        if (trusted.areDemanded() && !trusted.haveSigned(probe, sign(key, probe))) {
            throw SettingException.invalid(KEY, file, "its public half must be among " + TrustedKeys.KEYS);
        }
        return of(key);
    }

    /**
     * The record with a signature, where there is a key.
     *
     * @param encoded a record whose last field is its signature, still empty
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
            throw new IllegalStateException("the key was read as Ed25519 and does not sign", e);
        }
    }
}
