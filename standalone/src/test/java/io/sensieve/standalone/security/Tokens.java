package io.sensieve.standalone.security;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import java.util.Optional;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;
import org.jspecify.annotations.Nullable;

/**
 * Acts as identity provider: signs tokens (RFC 7519) with a key whose public half is in a key set (RFC 7517), and
 * issues them over HTTP to clients with id and secret (RFC 6749, section 4.4).
 */
record Tokens(Path folder, PrivateKey key, HttpServer server) implements AutoCloseable {
    static final String AUDIENCE = "kafka";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /** Creates the key, writes the key set and starts to issue tokens. A system property allows Kafka to use both. */
    static Tokens create(Path folder) throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        RSAPublicKey open = (RSAPublicKey) pair.getPublic();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Tokens tokens = new Tokens(folder, pair.getPrivate(), server);
        server.createContext("/token", tokens::answer);
        server.start();
        Files.writeString(
                tokens.keySet(),
                "{\"keys\": [{\"kty\": \"RSA\", \"kid\": \"one\", \"use\": \"sig\", \"alg\": \"RS256\", \"n\": \""
                        + unsigned(open.getModulus()) + "\", \"e\": \"" + unsigned(open.getPublicExponent()) + "\"}]}");
        System.setProperty(
                BrokerSecurityConfigs.ALLOWED_SASL_OAUTHBEARER_URLS_CONFIG,
                tokens.keySet().toUri() + "," + tokens.endpoint());
        return tokens;
    }

    Path keySet() {
        return folder.resolve("keys.json");
    }

    /** URI of the token endpoint. */
    String endpoint() {
        return "http://localhost:" + server.getAddress().getPort() + "/token";
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Optional<String> client = client(exchange.getRequestHeaders().getFirst("Authorization"));
            boolean granted = body.contains("grant_type=client_credentials") && client.isPresent();
            byte[] answer = (granted
                            ? "{\"access_token\": \"" + issue(client.get())
                                    + "\", \"token_type\": \"Bearer\", \"expires_in\": 3600}"
                            : "{\"error\": \"invalid_client\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(granted ? 200 : 401, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    /** The client, if its secret is correct. */
    private static Optional<String> client(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith("Basic ")) {
            return Optional.empty();
        }
        String shown = new String(
                Base64.getDecoder().decode(authorization.substring("Basic ".length())), StandardCharsets.UTF_8);
        String user = shown.substring(0, shown.indexOf(':'));
        return shown.equals(user + ":" + SecureBroker.password(user)) ? Optional.of(user) : Optional.empty();
    }

    /** Issues a token that is valid for an hour. */
    private String issue(String user) {
        Instant now = Instant.now();
        String content = part("{\"alg\": \"RS256\", \"kid\": \"one\", \"typ\": \"JWT\"}") + "."
                + part("{\"iss\": \"test\", \"aud\": \"" + AUDIENCE + "\", \"sub\": \"" + user
                        + "\", \"scope\": \"kafka\", "
                        + "\"iat\": " + now.getEpochSecond() + ", \"exp\": "
                        + now.plus(Duration.ofHours(1)).getEpochSecond() + "}");
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
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
