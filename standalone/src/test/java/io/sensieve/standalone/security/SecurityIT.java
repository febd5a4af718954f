package io.sensieve.standalone.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sensieve.ReducedRecord;
import io.sensieve.service.Settings;
import io.sensieve.service.TopicCreator;
import io.sensieve.standalone.Cli;
import io.sensieve.standalone.PlantedFile;
import io.sensieve.standalone.client.DeviceProducer;
import io.sensieve.streams.StreamsMain;
import io.sensieve.streams.StreamsService;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import io.sensieve.trainer.TrainerService;
import io.sensieve.trainer.settings.TrainerSettings;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs all services and commands on a broker with TLS, SCRAM, OAUTHBEARER and ACLs, each with exactly the rights that
 * {@code security/acls.sh} grants. Then tries with each role what it must not do.
 */
@Timeout(240)
@TestMethodOrder(OrderAnnotation.class)
class SecurityIT {
    private static final String PARTIALS = "sensieve-streams-drift-partials-repartition";
    private static final List<String> ROLES = List.of("device", "trainer", "app", "reader", "operator");
    private static final int ROWS = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static SecureBroker broker;
    private static SigningKeys keys;
    private static TrainerService trainer;
    private static StreamsService app;
    private static Path data;

    @BeforeAll
    static void start() throws Exception {
        broker = SecureBroker.start(folder, ROLES);
        keys = SigningKeys.create(folder, "first", "second");
        TopicCreator.ensure(admin(), Topics.all(), true);
        Path config = config(SecureBroker.ADMIN, broker.byPassword(SecureBroker.ADMIN, SecureBroker.password("admin")));
        for (String role : ROLES) {
            AclScript.run(folder, config, broker.bootstrapServers(), role, role);
        }
        // Grants and revokes the rights of another user.
        AclScript.run(folder, config, broker.bootstrapServers(), "trainer", "leaver");
        AclScript.run(folder, config, broker.bootstrapServers(), "trainer", "leaver", "--remove");
        data = PlantedFile.write(folder.resolve("planted.csv"), ROWS, 12, 7);
        trainer = trainer(broker.byToken("trainer"), "first");
        app = app(broker.bySecretFile("app"));
        startServices(trainer, app);
    }

    private static void startServices(TrainerService newTrainer, StreamsService newApp) {
        trainer = newTrainer;
        app = newApp;
        trainer.start();
        app.start();
    }

    private static void stopServices() {
        app.close();
        trainer.close();
    }

    @AfterAll
    static void stop() {
        stopServices();
        broker.close();
    }

    @Test
    @Order(1)
    void shouldGrantOnlyTheRightsOfTheTableWhenTheScriptRuns() throws Exception {
        // Given
        Set<AclBinding> expected = new HashSet<>();
        AclTable table = AclTable.read();
        assertThat(table.roles()).containsExactlyInAnyOrderElementsOf(ROLES);
        for (String role : ROLES) {
            table.grants(role, role).forEach(grant -> expected.add(binding(role, grant)));
        }

        // When
        Set<AclBinding> actual;
        try (Admin admin = Admin.create(admin())) {
            actual =
                    Set.copyOf(admin.describeAcls(AclBindingFilter.ANY).values().get());
        }

        // Then
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    @Order(2)
    void shouldRefuseTheLayoutWhenADeviceDeclaresIt() throws Exception {
        // When
        Cli refused = cli("device", "feed", "-d", data.toString(), "-l", "press");

        // Then
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("Not authorized to access topics", "sensor.layouts");
    }

    @Test
    @Order(3)
    void shouldReduceAllRecordsWhenTheOperatorDeclaresAndTheDeviceFeeds() throws Exception {
        // When
        ok(cli("operator", "feed", "--declare", "-d", data.toString(), "-l", "press"));
        ok(cli("device", "feed", "-d", data.toString(), "-l", "press"));

        // Then
        await().atMost(PATIENCE)
                .until(() ->
                        cli("operator", "selection", "list", "--json").out().contains("\"version\":1"));
        assertThat(reduced()).isEqualTo(ROWS);
    }

    @Test
    @Order(4)
    void shouldPrintTheLayoutWhenAReaderTailsDrift() throws Exception {
        assertThat(cli("reader", "tail", "drift", "-n", "1", "--from-beginning").out())
                .contains("press");
    }

    @Test
    @Order(4)
    void shouldPrintTheLayoutWhenAReaderTailsReconstructions() throws Exception {
        assertThat(cli("reader", "tail", "reconstructions", "-n", "1", "--from-beginning")
                        .out())
                .contains("press");
    }

    @Test
    @Order(4)
    void shouldPrintTheReasonWhenTheOperatorTailsDeadLetters() throws Exception {
        // Given
        try (DeviceProducer device = new DeviceProducer(objects(broker.byToken("device")))) {
            device.sendBytes(Topics.RECORDS, new byte[] {'d'}, new byte[] {1}, null);
            device.flush();
        }

        // When
        Cli cli = cli("operator", "tail", "dead-letters", "-n", "1", "--from-beginning");

        // Then
        assertThat(cli.out()).contains("reason");
    }

    @Test
    @Order(5)
    void shouldPublishWhenTheOperatorRequestsARetrain() throws Exception {
        // When
        Cli retrain = cli("operator", "retrain", "-l", "press", "--json");

        // Then
        ok(retrain);
        assertThat(new ObjectMapper().readTree(retrain.out()).path("result").asText())
                .isEqualTo("PUBLISHED");
    }

    @Test
    @Order(6)
    void shouldRollBackAndPinWhenTheOperatorRequestsIt() throws Exception {
        ok(cli("operator", "selection", "rollback", "-l", "press"));
        ok(cli("operator", "selection", "pin", "-l", "press"));
    }

    @Test
    @Order(7)
    void shouldWriteTheHistoryWhenTheOperatorShowsASelection() throws Exception {
        ok(cli(
                "operator",
                "selection",
                "show",
                "-l",
                "press",
                "--html",
                folder.resolve("press.html").toString()));
    }

    @Test
    @Order(7)
    void shouldReadTheOffsetsOfTheAppWhenTheOperatorAsks() throws Exception {
        try (Admin operator = Admin.create(objects(broker.byToken("operator")))) {
            assertThat(operator.listConsumerGroupOffsets("sensieve-streams")
                            .partitionsToOffsetAndMetadata()
                            .get())
                    .isNotEmpty();
        }
    }

    @Test
    @Order(8)
    void shouldDeleteProcessedPartialsWhenTheAppRuns() {
        await().atMost(PATIENCE).until(() -> firstOffset(PARTIALS) > 0);
    }

    @Test
    @Order(9)
    void shouldContinueWhenServicesSwapTheirLoginAndTheTrainerItsKey() throws Exception {
        // Given
        stopServices();
        startServices(trainer(broker.bySecretFile("trainer"), "second"), app(broker.byToken("app")));

        // When
        ok(cli("operator", "selection", "unpin", "-l", "press"));
        ok(cli("device", "feed", "-d", data.toString(), "-l", "press"));
        ok(cli("operator", "selection", "rollback", "-l", "press"));

        // Then
        await().atMost(PATIENCE).until(() -> reduced() == ROWS);
        stopServices();
    }

    static Stream<Arguments> rights() {
        return Stream.of(
                Arguments.of("device", List.of("sensor.records"), List.of("sensor.layouts")),
                Arguments.of(
                        "trainer",
                        List.of("sensor.selections", "sensor.models", "sensor.retrains"),
                        List.of(
                                "sensor.records",
                                "sensor.layouts",
                                "sensor.selections",
                                "sensor.models",
                                "sensor.retrain-requests",
                                "sensor.retrains")),
                Arguments.of(
                        "app",
                        List.of(
                                "sensor.reduced",
                                "sensor.reconstructions",
                                "sensor.drift",
                                "sensor.retrain-requests",
                                "sensor.dead-letters",
                                PARTIALS),
                        List.of("sensor.records", "sensor.layouts", "sensor.selections", "sensor.models", PARTIALS)),
                Arguments.of(
                        "reader",
                        List.of(),
                        List.of(
                                "sensor.reduced",
                                "sensor.reconstructions",
                                "sensor.drift",
                                "sensor.selections",
                                "sensor.models",
                                "sensor.layouts")),
                Arguments.of(
                        "operator",
                        List.of("sensor.layouts", "sensor.retrain-requests"),
                        List.of(
                                "sensor.layouts",
                                "sensor.selections",
                                "sensor.models",
                                "sensor.reduced",
                                "sensor.reconstructions",
                                "sensor.drift",
                                "sensor.retrains",
                                "sensor.dead-letters")));
    }

    @Test
    @Order(10)
    void shouldPrintOneLineWhenATokenIsRefused() throws Exception {
        // Given
        Path config = config("stranger", broker.byToken("reader", "guessed-secret"));

        // When
        Cli topics = Cli.run("topics", "-b", broker.bootstrapServers(), "--command-config", config.toString());

        // Then
        assertThat(topics.exitCode()).isEqualTo(1);
        assertThat(topics.err().lines()).hasSize(1);
        assertThat(topics.err()).contains("401").doesNotContain("guessed-secret");
    }

    @ParameterizedTest
    @MethodSource("rights")
    @Order(11)
    void shouldRefuseOtherTopicsWhenAUserWritesOrReads(String role, List<String> writes, List<String> reads)
            throws Exception {
        // Given
        Attack admin = new Attack(broker.byPassword(SecureBroker.ADMIN, SecureBroker.password("admin")));
        Attack attack = new Attack(broker.bySecretFile(role));
        Set<String> written = new TreeSet<>();
        Set<String> read = new TreeSet<>();

        // When
        for (String topic : topics()) {
            assertThat(admin.writes(topic)).isTrue();
            if (attack.writes(topic)) {
                written.add(topic);
            }
            if (attack.reads(topic)) {
                read.add(topic);
            }
        }

        // Then
        assertThat(written).containsExactlyInAnyOrderElementsOf(writes);
        assertThat(read).containsExactlyInAnyOrderElementsOf(reads);
    }

    @ParameterizedTest
    @MethodSource("rights")
    @Order(12)
    void shouldRefuseIdsGroupsAndAdministrationWhenTheyAreNotTheUsers(
            String role, List<String> writes, List<String> reads) throws Exception {
        // Given
        Map<String, String> login = broker.bySecretFile(role);
        Attack attack = new Attack(login);
        String readable = reads.get(0);

        // When / Then
        assertThat(attack.takes("sensieve-trainer")).isEqualTo(role.equals("trainer"));
        assertThat(attack.takes("sensieve-streams-1")).isEqualTo(role.equals("app"));
        assertThat(attack.joins("sensieve-trainer", readable)).isEqualTo(role.equals("trainer"));
        assertThat(attack.joins("sensieve-streams", readable)).isEqualTo(role.equals("app"));
        assertThat(attack.joins("reader-of-mine", readable)).isEqualTo(role.equals("reader"));
        try (Admin admin = Admin.create(objects(login))) {
            assertThat(Attack.isDone(admin.createTopics(List.of(new NewTopic("sensor.more", 1, (short) 1)))
                            .all()))
                    .isFalse();
            assertThat(Attack.isDone(
                            admin.deleteTopics(List.of("sensor.selections")).all()))
                    .isFalse();
            assertThat(Attack.isDone(admin.deleteRecords(
                                    Map.of(new TopicPartition("sensor.selections", 0), RecordsToDelete.beforeOffset(1)))
                            .all()))
                    .isFalse();
            assertThat(Attack.isDone(admin.incrementalAlterConfigs(Map.of(
                                    new ConfigResource(ConfigResource.Type.TOPIC, "sensor.selections"),
                                    List.of(new AlterConfigOp(
                                            new ConfigEntry("retention.ms", "1"), AlterConfigOp.OpType.SET))))
                            .all()))
                    .isFalse();
            AclTable.Grant all = new AclTable.Grant("topic", "prefixed", "sensor.", "All");
            assertThat(Attack.isDone(
                            admin.createAcls(List.of(binding(role, all))).all()))
                    .isFalse();
            assertThat(Attack.isDone(admin.deleteConsumerGroups(List.of("sensieve-trainer"))
                            .all()))
                    .isFalse();
        }
    }

    static Stream<Arguments> logins() {
        return Stream.of(
                Arguments.of("trainer", SecureBroker.password("trainer"), "service ended"),
                Arguments.of("trainer", SecureBroker.PASSWORD_START + "wrong", "Authentication failed"),
                Arguments.of("streams", SecureBroker.password("app"), "service ended"),
                Arguments.of("streams", SecureBroker.PASSWORD_START + "wrong", "Authentication failed"));
    }

    @ParameterizedTest
    @MethodSource("logins")
    @Order(10)
    void shouldNotLogASecretWhenAServiceStartsOrFails(String command, String password, String expected)
            throws Exception {
        // Given
        String user = command.equals("streams") ? "app" : command;
        Path config = config(command + "-service", service(broker.byPassword(user, password)));
        Path state = folder.resolve("state-of-process");

        // When
        String log = ServiceProcess.run(
                command, config, command.equals("streams") ? List.of("-Dstate.dir=" + state) : List.of());

        // Then
        assertThat(log)
                .contains(expected, "sasl.jaas.config = [hidden]", "DEBUG")
                .doesNotContain(SecureBroker.PASSWORD_START);
    }

    private static List<String> topics() {
        List<String> names =
                new ArrayList<>(Topics.all().stream().map(Topic::name).toList());
        names.add(PARTIALS);
        return names;
    }

    private static TrainerService trainer(Map<String, String> login, String key) {
        Map<String, String> settings = service(login);
        settings.put("signing.key", keys.privateKey(key).toString());
        settings.putAll(Map.of(
                "train.k", "4",
                "train.hidden", "",
                "window.rows", "400",
                "window.min.rows", "100"));
        return TrainerService.create(Settings.of(TrainerSettings.definition(), settings));
    }

    private static StreamsService app(Map<String, String> login) {
        Map<String, String> settings = service(login);
        settings.putAll(Map.of(
                "state.dir", folder.resolve("state").toString(),
                "drift.window.ms", "1000",
                "drift.min.records", "1",
                "kafka.repartition.purge.interval.ms", "500"));
        return StreamsService.create(Settings.of(StreamsMain.runner().definition(), settings));
    }

    /** Converts the settings of a client to those of a service, which reads the secrets. */
    private static Map<String, String> service(Map<String, String> login) {
        Map<String, String> settings = new HashMap<>();
        login.forEach((key, value) -> settings.put(key.startsWith("config.providers") ? key : "kafka." + key, value));
        settings.put("http.port", "0");
        settings.put("topics.create", "false");
        settings.put("signing.trusted.keys", keys.publicKeys());
        return settings;
    }

    /** Counts the reduced records that the group of a downstream service has not read yet. */
    private static int reduced() throws IOException {
        Map<String, Object> settings = objects(broker.bySecretFile("reader"));
        settings.put("group.id", "reader-billing");
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        int count = 0;
        try (KafkaConsumer<String, ReducedRecord> consumer = new KafkaConsumer<>(
                settings,
                Topics.REDUCED.keySerde().deserializer(),
                Topics.REDUCED.valueSerde().deserializer())) {
            consumer.subscribe(List.of(Topics.REDUCED.name()));
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (count < ROWS && System.nanoTime() < end) {
                count += consumer.poll(Duration.ofMillis(200)).count();
            }
            consumer.commitSync();
        }
        return count;
    }

    private static long firstOffset(String topic) throws Exception {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Admin admin = Admin.create(admin())) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.earliest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        }
    }

    private static void ok(Cli cli) {
        assertThat(cli.exitCode()).as(cli.err()).isZero();
    }

    /** Runs the command as a user, with a file of client properties. */
    private static Cli cli(String user, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        Path config = config(user, user.equals("reader") ? broker.byToken(user) : broker.bySecretFile(user));
        all.addAll(List.of("-b", broker.bootstrapServers(), "--command-config", config.toString()));
        return Cli.run(all.toArray(String[]::new));
    }

    private static Path config(String user, Map<String, String> login) throws IOException {
        Path file = folder.resolve(user + ".properties");
        Properties properties = new Properties();
        properties.putAll(login);
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return file;
    }

    private static Map<String, Object> admin() {
        return objects(broker.byPassword(SecureBroker.ADMIN, SecureBroker.password("admin")));
    }

    private static Map<String, Object> objects(Map<String, String> settings) {
        return new HashMap<>(settings);
    }

    private static AclBinding binding(String user, AclTable.Grant grant) {
        return new AclBinding(
                new ResourcePattern(
                        ResourceType.fromString(grant.resource().replace('-', '_')),
                        grant.name(),
                        PatternType.fromString(grant.pattern().toUpperCase(Locale.ROOT))),
                new AccessControlEntry(
                        "User:" + user, "*", AclOperation.fromString(grant.operation()), AclPermissionType.ALLOW));
    }
}
