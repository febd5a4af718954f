package io.sensieve.standalone.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sensieve.service.CommonSettings;
import io.sensieve.service.Settings;
import io.sensieve.streams.StreamsMain;
import io.sensieve.topic.Topic;
import io.sensieve.topic.Topics;
import io.sensieve.trainer.settings.TrainerSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks the manifests without a cluster, against the types of Kubernetes and Strimzi and against settings and topics
 * of the project.
 */
class KubernetesTest {
    private static final Map<String, String> USERS = Map.of(
            "device", "sensieve-device",
            "trainer", "sensieve-trainer",
            "app", "sensieve-streams",
            "reader", "sensieve-reader",
            "operator", "sensieve-operator");

    @TempDir
    private Path folder;

    @Test
    void shouldMatchTheTypesOfKubernetesAndStrimziWhenParsed() throws IOException {
        // Given
        List<JsonNode> manifests = Manifests.read().all();

        // When / Then
        assertThat(manifests).hasSize(22);
        for (JsonNode manifest : manifests) {
            assertThat(Manifests.typed(manifest)).as(Manifests.name(manifest)).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Deployment, /spec",
        "Deployment, /spec/template/spec",
        "StatefulSet, /spec/template/spec/containers/0/securityContext",
        "StatefulSet, /spec/template/spec/containers/0/livenessProbe/httpGet",
        "HorizontalPodAutoscaler, /spec/metrics/0/external/target",
        "PodDisruptionBudget, /spec",
        "KafkaTopic, /spec",
        "KafkaUser, /spec/authorization/acls/0/resource"
    })
    void shouldFailWhenAFieldIsMisspelt(String kind, String place) throws IOException {
        // Given
        JsonNode manifest = Manifests.read().of(kind).findFirst().orElseThrow();
        ((ObjectNode) manifest.at(place)).put("misspelt", 1);

        // When / Then
        assertThatThrownBy(() -> Manifests.typed(manifest)).isInstanceOf(UnrecognizedPropertyException.class);
    }

    @Test
    void shouldDescribeEveryTopicWhenComparedWithTheDefinitions() throws IOException {
        // Given
        Map<String, Topic<?, ?>> topics = Topics.all().stream().collect(Collectors.toMap(Topic::name, topic -> topic));
        List<JsonNode> manifests = Manifests.read().of("KafkaTopic").toList();

        // When / Then
        assertThat(manifests).extracting(Manifests::name).containsExactlyInAnyOrderElementsOf(topics.keySet());
        for (JsonNode manifest : manifests) {
            Topic<?, ?> topic = Objects.requireNonNull(topics.get(Manifests.name(manifest)));
            Map<String, String> expected = new HashMap<>(topic.settings());
            expected.put("cleanup.policy", topic.cleanupPolicy().value());
            expected.put("min.insync.replicas", "2");
            Map<String, String> config = new HashMap<>();
            manifest.at("/spec/config")
                    .properties()
                    .forEach(
                            entry -> config.put(entry.getKey(), entry.getValue().asText()));
            assertThat(config).as(topic.name()).isEqualTo(expected);
            assertThat(manifest.at("/spec/partitions").asInt()).isEqualTo(topic.partitions());
            assertThat(manifest.at("/spec/topicName").asText()).isEqualTo(topic.name());
        }
    }

    @Test
    void shouldGrantTheRightsOfTheTableWhenUsersAreCompared() throws IOException {
        // Given
        AclTable table = AclTable.read();
        Map<String, JsonNode> users = new HashMap<>();
        Manifests.read().of("KafkaUser").forEach(user -> users.put(Manifests.name(user), user));

        // When / Then
        assertThat(USERS.keySet()).isEqualTo(table.roles());
        assertThat(users.keySet()).isEqualTo(new HashSet<>(USERS.values()));
        USERS.forEach((role, user) -> {
            Set<AclTable.Grant> grants = new HashSet<>();
            for (JsonNode acl : Objects.requireNonNull(users.get(user)).at("/spec/authorization/acls")) {
                for (JsonNode operation : acl.path("operations")) {
                    grants.add(new AclTable.Grant(
                            acl.at("/resource/type").asText().equals("transactionalId")
                                    ? "transactional-id"
                                    : acl.at("/resource/type").asText(),
                            acl.at("/resource/patternType").asText().equals("prefix") ? "prefixed" : "literal",
                            acl.at("/resource/name").asText(),
                            operation.asText()));
                }
            }
            assertThat(grants).as(role).isEqualTo(table.grants(role, user));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"trainer", "streams"})
    void shouldSetOnlyValidSettingsWhenAServiceIsDeployed(String service) throws IOException {
        // Given
        ConfigDef definition = definition(service);
        Map<String, String> settings = new HashMap<>();
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Manifests.FOLDER.resolve(service + ".properties"))) {
            properties.load(reader);
        }
        Files.writeString(folder.resolve("sasl.jaas.config"), "from the secret");
        properties.forEach((key, value) ->
                settings.put((String) key, ((String) value).replace("/etc/sensieve/user", folder.toString())));

        // When
        Settings read = Settings.of(definition, settings);

        // Then
        assertThat(read.getBoolean(CommonSettings.TOPICS_CREATE)).isFalse();
        assertThat(read.kafka())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.jaas.config", "from the secret");
        assertThat(container(service).path("env"))
                .extracting(variable -> variable.path("name").asText())
                .filteredOn(name -> name.startsWith("SENSIEVE_") && !name.equals("SENSIEVE_JAVA_OPTS"))
                .allSatisfy(name -> assertThat(definition.names())
                        .contains(name.substring("SENSIEVE_".length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.')));
    }

    @ParameterizedTest
    @ValueSource(strings = {"trainer", "streams"})
    void shouldDropPrivilegesAndSetProbesAndLimitsWhenAPodRuns(String service) throws IOException {
        // Given
        JsonNode pod = workload(service).at("/spec/template/spec");
        JsonNode container = container(service);

        // Then
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                .isFalse();
        assertThat(container.at("/securityContext/capabilities/drop/0").asText())
                .isEqualTo("ALL");
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
        assertThat(container.at("/ports/0/containerPort").asInt())
                .isEqualTo(definition(service).defaultValues().get(CommonSettings.HTTP_PORT));
        assertThat(container.at("/resources/requests/cpu").isMissingNode()).isFalse();
        assertThat(container.at("/resources/limits/memory").isMissingNode()).isFalse();
        assertThat(container.at("/args/1").asText()).endsWith("/" + service + ".properties");
    }

    @Test
    void shouldReferOnlyToExistingResourcesWhenDeployed() throws IOException {
        // Given
        Manifests manifests = Manifests.read();
        Set<String> configMaps = names(Manifests.kustomization().path("configMapGenerator"), "name");
        Set<String> secrets = new HashSet<>(USERS.values());
        secrets.add("kafka-cluster-ca-cert");

        // When / Then
        for (JsonNode workload : manifests.of("Deployment", "StatefulSet").toList()) {
            Map<String, String> labels = texts(workload.at("/spec/template/metadata/labels"));
            JsonNode pod = workload.at("/spec/template/spec");
            Set<String> volumes = names(pod.path("volumes"), "name");
            workload.at("/spec/volumeClaimTemplates").forEach(claim -> volumes.add(Manifests.name(claim)));
            assertThat(names(pod.at("/containers/0/volumeMounts"), "name")).isEqualTo(volumes);
            for (JsonNode volume : pod.path("volumes")) {
                if (volume.has("configMap")) {
                    assertThat(configMaps).contains(volume.at("/configMap/name").asText());
                } else if (volume.has("secret")) {
                    assertThat(secrets).contains(volume.at("/secret/secretName").asText());
                }
            }
            assertThat(texts(workload.at("/spec/selector/matchLabels"))).isEqualTo(labels);
            assertThat(selected(manifests, "PodDisruptionBudget", "/spec/selector/matchLabels"))
                    .contains(labels);
            assertThat(selected(manifests, "Service", "/spec/selector")).contains(labels);
        }
        JsonNode scaler = manifests.of("HorizontalPodAutoscaler").findFirst().orElseThrow();
        assertThat(scaler.at("/spec/maxReplicas").asInt()).isEqualTo(Topics.RECORDS.partitions());
        assertThat(scaler.at("/spec/scaleTargetRef/name").asText()).isEqualTo("sensieve-streams");
        assertThat(texts(scaler.at("/spec/metrics/0/external/metric/selector/matchLabels")))
                .containsEntry("topic", Topics.RECORDS.name())
                .containsEntry("consumergroup", (String)
                        definition("streams").defaultValues().get("application.id"));
    }

    private static List<Map<String, String>> selected(Manifests manifests, String kind, String place) {
        return manifests.of(kind).map(manifest -> texts(manifest.at(place))).toList();
    }

    private static ConfigDef definition(String service) {
        return service.equals("trainer")
                ? TrainerSettings.definition()
                : StreamsMain.runner().definition();
    }

    private static JsonNode workload(String service) throws IOException {
        return Manifests.read()
                .of("Deployment", "StatefulSet")
                .filter(workload -> Manifests.name(workload).equals("sensieve-" + service))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode container(String service) throws IOException {
        return workload(service).at("/spec/template/spec/containers/0");
    }

    private static Set<String> names(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(entry -> entry.path(field).asText())
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new HashMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }
}
