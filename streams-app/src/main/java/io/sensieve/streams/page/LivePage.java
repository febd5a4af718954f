package io.sensieve.streams.page;

import io.sensieve.service.HttpEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Serves the live page at {@code /} and the JSON documents that it reads. Read only. */
public final class LivePage {
    private LivePage() {}

    /**
     * Serves the page, its script and style, and the documents {@code /api/layouts}, {@code /api/layout?name=} and
     * {@code /drift}.
     *
     * @param instance name of this instance, for users
     */
    public static void serve(HttpEndpoint http, LayoutHistories histories, String instance) {
        LayoutDocuments documents = new LayoutDocuments(histories, instance);
        http.serve("/drift", documents::reports);
        http.serve("/api/layouts", documents::layouts);
        http.serve("/api/layout", "name", documents::layout);
        http.serveFile("/", "text/html; charset=utf-8", resource("page.html"));
        http.serveFile("/page.js", "text/javascript; charset=utf-8", resource("page.js"));
        http.serveFile("/page.css", "text/css; charset=utf-8", style());
    }

    /**
     * The style of the page, light and dark, which also suits static pages with the same elements and classes. Contains
     * no characters that XML escapes, because HTML does not decode escapes in a style.
     */
    public static String style() {
        return resource("page.css");
    }

    private static String resource(String name) {
        try (InputStream file = LivePage.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
