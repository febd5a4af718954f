package sensieve;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

/** Every other module stands on this one: what it depends on, all of them do. */
class DependenciesTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("sensieve");

    @Test
    void shouldDependOnWhatTheDesignAllowsOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "sensieve..",
                        "java..",
                        "com.sun.net.httpserver",
                        "jdk.incubator.vector",
                        "javax.net.ssl",
                        "org.apache.avro..",
                        "org.apache.kafka.clients..",
                        "org.apache.kafka.common..",
                        "com.fasterxml.jackson..",
                        "org.slf4j..",
                        "org.jspecify.annotations")
                .check(CLASSES);
    }

    /** A virtual machine that was not asked for the module must not come upon it. */
    @Test
    void shouldUseVectorsInTheirOwnClassOnly() {
        noClasses()
                .that()
                .haveNameNotMatching("sensieve\\.model\\.VectorProducts.*")
                .should()
                .dependOnClassesThat(resideInAPackage("jdk.incubator.vector")
                        .or(nameMatching("sensieve\\.model\\.VectorProducts.*")))
                .check(CLASSES);
    }

    @Test
    void shouldKeepCodecsAtTheBottom() {
        noClasses()
                .that()
                .resideInAPackage("sensieve.codec")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("sensieve.model", "sensieve.service", "sensieve.topic")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("sensieve.model")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("sensieve.service", "sensieve.topic")
                .check(CLASSES);
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        slices().matching("sensieve.(*)").should().beFreeOfCycles().check(CLASSES);
    }
}
