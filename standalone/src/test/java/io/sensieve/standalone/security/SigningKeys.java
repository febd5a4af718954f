package io.sensieve.standalone.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** Ed25519 keys in PEM files. */
record SigningKeys(Path folder, List<String> names) {
    static SigningKeys create(Path folder, String... names) throws GeneralSecurityException, IOException {
        SigningKeys keys = new SigningKeys(folder, List.of(names));
        for (String name : names) {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            write(keys.privateKey(name), "PRIVATE KEY", pair.getPrivate());
            write(keys.publicKey(name), "PUBLIC KEY", pair.getPublic());
        }
        return keys;
    }

    Path privateKey(String name) {
        return folder.resolve(name + "-signing.pem");
    }

    /** All of them, as the setting has them. */
    String publicKeys() {
        return names.stream().map(name -> publicKey(name).toString()).collect(Collectors.joining(","));
    }

    private Path publicKey(String name) {
        return folder.resolve(name + "-signing.pub.pem");
    }

    private static void write(Path file, String type, Key key) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                        + "\n-----END " + type + "-----\n");
    }
}
