package io.sensieve.standalone.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.standalone.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a broker with TLS, SCRAM and OAUTHBEARER authentication, and ACLs (StandardAuthorizer). {@code admin} is super
 * user.
 */
final class SecureBroker implements AutoCloseable {
    static final String ADMIN = "admin";

    /** Prefix of every password, so that tests find each of them in a log. */
    static final String PASSWORD_START = "s3cret-";

    private static final String STORE_PASSWORD = PASSWORD_START + "keystore";
    private static final String SCRAM = "SCRAM-SHA-512";
    private static final String OAUTH_PACKAGE = "org.apache.kafka.common.security.oauthbearer.";

    private final Path folder;
    private final Tokens tokens;
    private final EmbeddedBroker broker;

    private SecureBroker(Path folder, Tokens tokens, EmbeddedBroker broker) {
        this.folder = folder;
        this.tokens = tokens;
        this.broker = broker;
    }

    /** Starts a broker with these users, each with the password of {@link #password}. */
    static SecureBroker start(Path folder, List<String> users) throws Exception {
        Path keystore = certify(folder);
        Tokens tokens = Tokens.create(folder);
        List<String> credentials = new ArrayList<>();
        for (String user : users) {
            credentials.add(SCRAM + "=[name=" + user + ",password=" + password(user) + "]");
        }
        credentials.add(SCRAM + "=[name=" + ADMIN + ",password=" + password(ADMIN) + "]");
        String listener = "listener.name.broker.";
        Map<String, String> settings = new HashMap<>(Map.of(
                "listener.security.protocol.map",
                "BROKER:SASL_SSL,CONTROLLER:PLAINTEXT",
                "sasl.enabled.mechanisms",
                SCRAM + ",OAUTHBEARER",
                "sasl.mechanism.inter.broker.protocol",
                SCRAM,
                listener + "scram-sha-512.sasl.jaas.config",
                scram(ADMIN, password(ADMIN)),
                listener + "oauthbearer.sasl.jaas.config",
                OAUTH_PACKAGE + "OAuthBearerLoginModule required;",
                listener + "oauthbearer.sasl.server.callback.handler.class",
                OAUTH_PACKAGE + "OAuthBearerValidatorCallbackHandler",
                listener + "oauthbearer.sasl.oauthbearer.jwks.endpoint.url",
                tokens.keySet().toUri().toString(),
                listener + "oauthbearer.sasl.oauthbearer.expected.audience",
                Tokens.AUDIENCE,
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users",
                "User:" + ADMIN + ";User:ANONYMOUS"));
        settings.putAll(Map.of(
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.location",
                keystore.toString(),
                "ssl.keystore.password",
                STORE_PASSWORD,
                "ssl.key.password",
                STORE_PASSWORD,
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                folder.resolve("ca.pem").toString()));
        return new SecureBroker(folder, tokens, EmbeddedBroker.start(folder.resolve("broker"), settings, credentials));
    }

    /** Creates a key and a certificate for the loopback address, and writes the certificate for the clients. */
    private static Path certify(Path folder) throws Exception {
        Path keystore = folder.resolve("broker.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "broker",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keystore.toString(),
                        "-storepass",
                        STORE_PASSWORD)
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
        byte[] certificate = KeyStore.getInstance(keystore.toFile(), STORE_PASSWORD.toCharArray())
                .getCertificate("broker")
                .getEncoded();
        Files.writeString(
                folder.resolve("ca.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder().encodeToString(certificate)
                        + "\n-----END CERTIFICATE-----\n");
        return keystore;
    }

    static String password(String user) {
        return PASSWORD_START + user;
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Login with a password in a separate file. */
    Map<String, String> bySecretFile(String user) throws IOException {
        Path secrets = Files.writeString(folder.resolve(user + ".secrets"), "password=" + password(user) + "\n");
        return with(Map.of(
                "config.providers",
                "files",
                "config.providers.files.class",
                "org.apache.kafka.common.config.provider.FileConfigProvider",
                "sasl.mechanism",
                SCRAM,
                "sasl.jaas.config",
                scram(user, "${files:" + secrets + ":password}")));
    }

    /** Login with a password. */
    Map<String, String> byPassword(String user, String password) {
        return with(Map.of("sasl.mechanism", SCRAM, "sasl.jaas.config", scram(user, password)));
    }

    /** Login with an OAuth token, as in {@code security/README.md}. */
    Map<String, String> byToken(String user) {
        return byToken(user, password(user));
    }

    /** Login with an OAuth token and another secret. */
    Map<String, String> byToken(String user, String secret) {
        return with(Map.of(
                "sasl.mechanism",
                "OAUTHBEARER",
                "sasl.login.callback.handler.class",
                OAUTH_PACKAGE + "OAuthBearerLoginCallbackHandler",
                "sasl.oauthbearer.token.endpoint.url",
                tokens.endpoint(),
                "sasl.jaas.config",
                OAUTH_PACKAGE + "OAuthBearerLoginModule required clientId=\"" + user + "\" clientSecret=\"" + secret
                        + "\";"));
    }

    private Map<String, String> with(Map<String, String> login) {
        Map<String, String> all = new HashMap<>(login);
        all.putAll(Map.of(
                "bootstrap.servers",
                bootstrapServers(),
                "security.protocol",
                "SASL_SSL",
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                folder.resolve("ca.pem").toString()));
        return all;
    }

    private static String scram(String user, String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                + password + "\";";
    }

    @Override
    public void close() {
        broker.close();
        tokens.close();
    }
}
