package io.sensieve.signing;

import io.sensieve.service.SettingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Ed25519 keys from PEM files of OpenSSL: PKCS #8 (private) or SubjectPublicKeyInfo (public). */
final class PemKeys {
    static final String ALGORITHM = "Ed25519";
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private PemKeys() {}

    /**
     * Reads a private key.
     *
     * @param setting setting that names the file
     * @throws SettingException if the file contains none
     */
    static PrivateKey privateKey(String setting, String file) {
        byte[] encoded = block(setting, file, "PRIVATE KEY", "openssl genpkey -algorithm ed25519");
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            // The message of the exception might contain parts of the key.
            throw SettingException.invalid(setting, file, "must hold an Ed25519 key");
        }
    }

    /**
     * Reads a public key.
     *
     * @param setting setting that names the file
     * @throws SettingException if the file contains none
     */
    static PublicKey publicKey(String setting, String file) {
        byte[] encoded = block(setting, file, "PUBLIC KEY", "openssl pkey -in KEY -pubout");
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw SettingException.invalid(setting, file, "must hold an Ed25519 key: " + e.getMessage());
        }
    }

    private static byte[] block(String setting, String file, String name, String remedy) {
        try {
            Matcher matcher = BLOCK.matcher(Files.readString(Path.of(file), StandardCharsets.US_ASCII));
            while (matcher.find()) {
                if (matcher.group(1).equals(name)) {
                    return Base64.getMimeDecoder().decode(matcher.group(2));
                }
            }
        } catch (IOException | InvalidPathException e) {
            throw SettingException.invalid(
                    setting, file, "must be a readable PEM file: " + SettingException.whyUnreadable(e));
        }
        throw SettingException.invalid(
                setting, file, "must be a PEM file with a " + name + " in it, as " + remedy + " writes it");
    }
}
