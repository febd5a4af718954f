package io.sensieve.model;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

class DependenciesTest {
    private static final String VECTOR_CLASSES = "io\\.sensieve\\.model\\.VectorMatMul.*";

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.sensieve.model");

    @Test
    void shouldDependOnSchemasAndJacksonOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.sensieve",
                        "io.sensieve.codec",
                        "io.sensieve.collection",
                        "io.sensieve.model",
                        "java..",
                        "jdk.incubator.vector",
                        "org.apache.avro..",
                        "com.fasterxml.jackson..",
                        "org.jspecify.annotations")
                .check(CLASSES);
    }

    /** A JVM that runs without the incubating module must not load a class that needs it. */
    @Test
    void shouldUseTheVectorApiInOneClassOnly() {
        noClasses()
                .that()
                .haveNameNotMatching(VECTOR_CLASSES)
                .should()
                .dependOnClassesThat(resideInAPackage("jdk.incubator.vector").or(nameMatching(VECTOR_CLASSES)))
                .check(CLASSES);
    }
}
