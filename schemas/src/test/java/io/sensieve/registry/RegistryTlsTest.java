package io.sensieve.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sensieve.SensorRecord;
import io.sensieve.codec.RegistryUnavailableException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry behind a certificate that only the settings make trusted. */
class RegistryTlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder;

    @Test
    void shouldTrustTheRegistryOnlyWhenTheSettingsNameItsCertificate() throws Exception {
        // Given
        Path keys = folder.resolve("keys.p12");
        Path certificate = folder.resolve("registry.pem");
        keytool(keys, "-genkeypair", "-keyalg", "EC", "-dname", "CN=registry", "-ext", "SAN=ip:127.0.0.1");
        keytool(keys, "-exportcert", "-rfc", "-file", certificate.toString());
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
        server.createContext("/", exchange -> {
            byte[] body = "{\"id\": 5}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String url = "https://127.0.0.1:" + server.getAddress().getPort();
            RegistryClient stranger = client(url, Map.of());
            RegistryClient friend = client(
                    url,
                    Map.of(
                            "schema.registry.ssl.truststore.type",
                            "PEM",
                            "schema.registry.ssl.truststore.location",
                            certificate.toString()));

            // When / Then
            assertThatThrownBy(() -> stranger.id("t-value", SensorRecord.getClassSchema()))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("SSLHandshakeException");
            assertThat(friend.id("t-value", SensorRecord.getClassSchema())).isEqualTo(5);
        } finally {
            server.stop(0);
        }
    }

    private static RegistryClient client(String url, Map<String, String> tls) {
        Map<String, String> settings = new HashMap<>(tls);
        settings.put("schema.registry.url", url);
        settings.put("schema.registry.wait.ms", "0");
        return new RegistryClient(RegistrySettings.of(settings).orElseThrow());
    }

    private static SSLContext context(Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(keys)) {
            store.load(file, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(Path keys, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "registry", "-keystore", keys.toString(), "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
