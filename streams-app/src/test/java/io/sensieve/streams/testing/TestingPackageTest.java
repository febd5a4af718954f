package io.sensieve.streams.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

/** Checks that the service works without the artefact {@code testing}, which is not part of its jar. */
class TestingPackageTest {
    private static final String PACKAGE = "io.sensieve.streams.testing..";

    @Test
    void shouldNotBeUsedByTheServiceWhenItIsPackagedApart() {
        noClasses()
                .that()
                .resideOutsideOfPackage(PACKAGE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(PACKAGE)
                .check(new ClassFileImporter()
                        .withImportOption(new DoNotIncludeTests())
                        .importPackages("io.sensieve"));
    }
}
