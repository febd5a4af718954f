package io.sensieve.standalone.security;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The resources of {@code kubernetes/base}, as trees and as Kubernetes' and Strimzi's own types. */
record Manifests(List<JsonNode> all) {
    static final Path FOLDER = Path.of("..", "kubernetes", "base");

    private static final Map<String, Class<?>> TYPES = Map.of(
            "v1/Service", Service.class,
            "apps/v1/Deployment", Deployment.class,
            "apps/v1/StatefulSet", StatefulSet.class,
            "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class,
            "autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
            "kafka.strimzi.io/v1/KafkaTopic", KafkaTopic.class,
            "kafka.strimzi.io/v1/KafkaUser", KafkaUser.class);

    private static final YAMLMapper YAML = new YAMLMapper();

    /** Refuses fields that a type does not know, which the types' own catch-all would take. */
    private static final ObjectMapper STRICT = new ObjectMapper()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, true)
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            });

    static Manifests read() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        for (JsonNode file : kustomization().path("resources")) {
            try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class)
                    .readValues(FOLDER.resolve(file.asText()).toFile())) {
                all.addAll(documents.readAll());
            }
        }
        return new Manifests(all);
    }

    static JsonNode kustomization() throws IOException {
        return YAML.readTree(Files.readString(FOLDER.resolve("kustomization.yaml")));
    }

    Stream<JsonNode> of(String... kinds) {
        return all.stream()
                .filter(manifest ->
                        List.of(kinds).contains(manifest.path("kind").asText()));
    }

    /** The resource as its type. */
    static Object typed(JsonNode manifest) throws IOException {
        String type = manifest.path("apiVersion").asText() + "/"
                + manifest.path("kind").asText();
        if (!TYPES.containsKey(type)) {
            throw new IOException("no type for " + type);
        }
        return STRICT.treeToValue(manifest, TYPES.get(type));
    }

    static String name(JsonNode manifest) {
        return manifest.at("/metadata/name").asText();
    }
}
