package io.sensieve.standalone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the relative links of all documents: the file exists, and so does the heading that an anchor names. */
class LinksTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern CODE = Pattern.compile("(?ms)^ *```.*?^ *```|`[^`\n]*`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");
    private static final int FEWEST_LINKS = 100;

    @Test
    void shouldLeadToAFileAndAHeadingWhenADocumentLinks() throws IOException {
        // When
        List<String> links = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        for (Path document : documents()) {
            for (String link : links(document)) {
                links.add(link);
                if (!resolves(document, URI.create(link))) {
                    broken.add(ROOT.relativize(document) + ": " + link);
                }
            }
        }

        // Then
        assertThat(broken).isEmpty();
        assertThat(links).hasSizeGreaterThan(FEWEST_LINKS);
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> root = Files.list(ROOT);
                Stream<Path> modules = Files.walk(ROOT, 2)) {
            Stream.of(docs, root, modules)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .distinct()
                    .forEach(documents::add);
        }
        return documents;
    }

    private static List<String> links(Path document) {
        String prose = CODE.matcher(read(document)).replaceAll("code");
        return LINK.matcher(prose)
                .results()
                .map(match -> match.group(1))
                .filter(link -> !link.matches("[a-z]+:.*"))
                .toList();
    }

    private static boolean resolves(Path document, URI link) {
        Path folder = document.resolveSibling("");
        Path target = link.getPath().isEmpty()
                ? document
                : folder.resolve(link.getPath()).normalize();
        if (!Files.exists(target)) {
            return false;
        }
        return link.getFragment() == null || anchors(target).contains(link.getFragment());
    }

    /** Anchors of a document's headings, as GitHub makes them. */
    private static List<String> anchors(Path document) {
        return HEADING.matcher(read(document))
                .results()
                .map((MatchResult match) -> match.group(1)
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
