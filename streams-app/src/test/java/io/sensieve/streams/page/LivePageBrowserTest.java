package io.sensieve.streams.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens the page in a headless Chromium or Chrome, if one is installed. */
class LivePageBrowserTest extends LivePageFixture {
    private static final List<String> BROWSERS =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    /** Virtual time: the browser waits for what it loads, then skips the waits of the script. */
    private static final int VIRTUAL_MS = 8_000;

    private static final int PATIENCE_SECONDS = 120;

    @TempDir
    private Path folder;

    @Test
    void shouldShowSelectionVerdictAndEventsWhenALayoutIsOpened() throws Exception {
        // When
        String page = dom("/#press");

        // Then
        assertThat(text(page, "name")).isEqualTo("press");
        assertThat(text(page, "verdict")).startsWith("Verdict DRIFT of version 3 at 2026-03-01 12:03:00");
        assertThat(text(page, "otherwise"))
                .contains("Version 1 would be better: its error is 0.02", "has 0.3", "40 records", "regret is 15");
        assertThat(text(page, "selection")).contains("version 3 repeats version 1", "2 of 3 by test");
        assertThat(text(page, "events"))
                .contains("outage begins", "return to version 1 requested, cause: recurrence", "version 1 is active");
        assertThat(text(page, "instance")).contains(INSTANCE);
        assertThat(page).contains("<svg", "class=\"served dot\"", "class=\"kept kept1 dot\"");
    }

    @Test
    void shouldShowHostileNamesAsTextOnly() throws Exception {
        // When
        String page = dom("/#%3Cscript%3Ealert(1)%3C%2Fscript%3E%22'%26%C3%BC%E2%98%83");

        // Then
        assertThat(text(page, "name")).isEqualTo("&lt;script&gt;alert(1)&lt;/script&gt;\"'&amp;ü☃");
        assertThat(text(page, "channels")).contains("&lt;img src=x onerror=alert(2)&gt;");
        assertThat(page).doesNotContain("<script>", "<img");
        assertThat(text(page, "status")).startsWith("Read only");
    }

    /** Returns the document after its script has run, as HTML. */
    private String dom(String path) throws IOException, InterruptedException {
        Optional<Path> browser = browser();
        Assumptions.assumeTrue(
                browser.isPresent(), () -> "none of " + BROWSERS + " is on the PATH: the page is not opened");
        Path output = folder.resolve("page.html");
        List<String> command = new ArrayList<>(List.of(
                browser.get().toString(),
                "--headless",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--user-data-dir=" + folder.resolve("profile"),
                "--virtual-time-budget=" + VIRTUAL_MS,
                "--dump-dom"));
        if (System.getProperty("user.name").equals("root")) {
            command.add("--no-sandbox");
        }
        command.add(http.uri() + path);
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(folder.resolve("log").toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }

    private static Optional<Path> browser() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> BROWSERS.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Returns the HTML within the element of an id, up to the end tag of that element. */
    private static String text(String page, String id) {
        int start = page.indexOf(" id=\"" + id + "\"");
        assertThat(start).as("element " + id).isNotNegative();
        int open = page.lastIndexOf('<', start);
        String name = page.substring(open + 1, page.indexOf(' ', open));
        int end = page.indexOf("</" + name + ">", start);
        return page.substring(page.indexOf('>', start) + 1, end);
    }
}
