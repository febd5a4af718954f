package sensieve.standalone.security;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;

/**
 * What an identity provider does: signs tokens (RFC 7519) with a key whose public half lies in a key set (RFC 7517).
 */
record Tokens(Path folder, PrivateKey key) {
    static final String AUDIENCE = "kafka";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /**
     * Makes the key and writes the key set; Kafka reads it, and the tokens of these users, only where that is allowed.
     */
    static Tokens create(Path folder, List<String> users) throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        RSAPublicKey open = (RSAPublicKey) pair.getPublic();
        Tokens tokens = new Tokens(folder, pair.getPrivate());
        Files.writeString(
                tokens.keySet(),
                "{\"keys\": [{\"kty\": \"RSA\", \"kid\": \"one\", \"use\": \"sig\", \"alg\": \"RS256\", \"n\": \""
                        + unsigned(open.getModulus()) + "\", \"e\": \"" + unsigned(open.getPublicExponent()) + "\"}]}");
        System.setProperty(
                BrokerSecurityConfigs.ALLOWED_SASL_OAUTHBEARER_URLS_CONFIG,
                Stream.concat(Stream.of(tokens.keySet()), users.stream().map(tokens::token))
                        .map(file -> file.toUri().toString())
                        .collect(Collectors.joining(",")));
        return tokens;
    }

    Path keySet() {
        return folder.resolve("keys.json");
    }

    Path token(String user) {
        return folder.resolve(user + ".jwt");
    }

    /** A token of an hour. */
    Path issue(String user) throws GeneralSecurityException, IOException {
        Instant now = Instant.now();
        String content = part("{\"alg\": \"RS256\", \"kid\": \"one\", \"typ\": \"JWT\"}") + "."
                + part("{\"iss\": \"test\", \"aud\": \"" + AUDIENCE + "\", \"sub\": \"" + user
                        + "\", \"scope\": \"kafka\", "
                        + "\"iat\": " + now.getEpochSecond() + ", \"exp\": "
                        + now.plus(Duration.ofHours(1)).getEpochSecond() + "}");
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key);
        signature.update(content.getBytes(StandardCharsets.US_ASCII));
        return Files.writeString(token(user), content + "." + BASE64.encodeToString(signature.sign()));
    }

    private static String part(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int start = bytes[0] == 0 ? 1 : 0;
        return BASE64.encodeToString(Arrays.copyOfRange(bytes, start, bytes.length));
    }
}
