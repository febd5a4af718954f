package io.sensieve.systemtests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Checks the structure of all modules: their dependencies, and the size, documentation and cycles of their packages.
 */
class ArchitectureTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String OWN_PACKAGES = "io.sensieve";

    /** A package with more classes is to be split. The generated Avro classes, all in one package, do not count. */
    private static final int MAX_CLASSES = 20;

    /** Modules that the code of a module may use; every module may use {@code schemas}. */
    private static final Map<String, Set<String>> MODULES = Map.of(
            "schemas", Set.of(),
            "model", Set.of(),
            "service", Set.of("model"),
            "testing", Set.of(),
            "trainer", Set.of("model", "service"),
            "streams-app", Set.of("model", "service"),
            "standalone", Set.of("model", "service", "trainer", "streams-app"),
            "benchmarks", Set.of("model", "service", "trainer", "streams-app", "standalone"),
            "system-tests", Set.of("model", "service", "trainer", "streams-app", "standalone", "benchmarks"));

    private static final Pattern PUBLIC_TYPE =
            Pattern.compile("(?m)^public (?:abstract |final |sealed |non-sealed )*(?:class|interface|record|enum) ");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("jmh_generated"))
            .importPackages(OWN_PACKAGES);

    private static final List<Source> SOURCES = sources();

    /** A source file of a module. */
    private record Source(String module, String packageName, String name, String text) {
        boolean isPackageInfo() {
            return name.equals("package-info");
        }

        @Override
        public String toString() {
            return module + ": " + packageName + "." + name;
        }
    }

    @Test
    void shouldKnowEveryModule() throws IOException {
        // Given
        Set<String> modules = Pattern.compile("<module>([\\w-]+)</module>")
                .matcher(Files.readString(ROOT.resolve("pom.xml")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());

        // Then
        assertThat(MODULES.keySet()).isEqualTo(modules);
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        SlicesRuleDefinition.slices()
                .assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return SliceIdentifier.of(type.getPackageName());
                    }

                    @Override
                    public String getDescription() {
                        return "packages";
                    }
                })
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void shouldKeepTrainerAndStreamsAppApart() {
        noClasses()
                .that()
                .resideInAPackage("io.sensieve.trainer..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.sensieve.streams..", "org.apache.kafka.streams..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.sensieve.streams..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.sensieve.trainer..", "ai.djl..")
                .check(CLASSES);
    }

    @Test
    void shouldUseOnlyTheModulesThatTheTableAllows() {
        // Given
        Map<String, String> moduleOf = SOURCES.stream()
                .collect(Collectors.toMap(Source::packageName, Source::module, (first, second) -> first));

        // When
        Set<String> violations = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            String module = moduleOf.getOrDefault(type.getPackageName(), "schemas");
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target = dependency.getTargetClass().getPackageName();
                String used = moduleOf.getOrDefault(target, "schemas");
                if (target.startsWith(OWN_PACKAGES)
                        && !used.equals(module)
                        && !used.equals("schemas")
                        && !MODULES.getOrDefault(module, Set.of()).contains(used)) {
                    violations.add(module + " -> " + used + ": " + type.getName() + " -> "
                            + dependency.getTargetClass().getName());
                }
            }
        }

        // Then
        assertThat(violations).isEmpty();
    }

    @Test
    void shouldLimitTheClassesOfAPackage() {
        // When
        Map<String, Long> sizes = SOURCES.stream()
                .filter(source -> !source.isPackageInfo())
                .collect(Collectors.groupingBy(Source::packageName, TreeMap::new, Collectors.counting()));
        sizes.values().removeIf(size -> size <= MAX_CLASSES);

        // Then
        assertThat(sizes).isEmpty();
    }

    @Test
    void shouldDescribeEveryPackage() {
        // Given
        Set<String> described = SOURCES.stream()
                .filter(source -> source.isPackageInfo() && source.text().startsWith("/**"))
                .map(Source::packageName)
                .collect(Collectors.toSet());

        // Then
        assertThat(SOURCES).extracting(Source::packageName).isSubsetOf(described);
    }

    @Test
    void shouldHaveEachPackageInOneModule() {
        // When
        Map<String, Set<String>> modules = SOURCES.stream()
                .collect(Collectors.groupingBy(
                        Source::packageName, TreeMap::new, Collectors.mapping(Source::module, Collectors.toSet())));
        modules.values().removeIf(names -> names.size() == 1);

        // Then
        assertThat(modules).isEmpty();
    }

    @Test
    void shouldDocumentEveryPublicType() {
        // Given
        Predicate<Source> isPublic =
                source -> PUBLIC_TYPE.matcher(source.text()).find();

        // When
        List<Source> undocumented = SOURCES.stream()
                .filter(isPublic)
                .filter(source -> !hasJavadoc(source.text()))
                .toList();

        // Then
        assertThat(undocumented).isEmpty();
    }

    /** Whether a comment of the form {@code /** ... *}{@code /} stands between the imports and the public type. */
    private static boolean hasJavadoc(String text) {
        int type = PUBLIC_TYPE.matcher(text).results().findFirst().orElseThrow().start();
        return text.substring(0, type).contains("/**");
    }

    private static List<Source> sources() {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(ArchitectureTest::sourcesIn)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Source> sourcesIn(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .map(file -> source(folder, file))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Source source(Path folder, Path file) {
        try {
            return new Source(
                    ROOT.relativize(folder).getName(0).toString(),
                    folder.relativize(file.getParent()).toString().replace('/', '.'),
                    file.getFileName().toString().replace(".java", ""),
                    Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
