package io.sensieve.standalone.report;

import io.sensieve.streams.page.LivePage;

/** Writes the frame of all pages: one file without scripts, well-formed XML, in the style of the live page. */
final class PageFrame {
    private PageFrame() {}

    /** Opens the page with its title as heading. */
    static void open(Markup page, String title) {
        page.open("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en").open("head");
        page.empty("meta", "charset", "utf-8");
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.element("title", title).element("style", LivePage.style()).close();
        page.open("body").element("h1", title);
    }

    /** Closes the page and returns the whole file. */
    static String close(Markup page) {
        page.close().close();
        return "<!DOCTYPE html>\n" + page + "\n";
    }
}
