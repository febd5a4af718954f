package io.sensieve.standalone.report;

/** Writes the frame of all pages: one file without scripts, well-formed XML, with a light and a dark style. */
final class PageFrame {
    /** Contains no characters that XML escapes, because HTML does not decode escapes in a style. */
    private static final String STYLE = """
            :root { color-scheme: light dark; --paper: #fcfcfb; --ink: #1d1d1b; --soft: #62625e; --line: #deded8;
              --one: #1f6fb4; --two: #c2571a; }
            @media (prefers-color-scheme: dark) { :root { --paper: #191918; --ink: #ededea; --soft: #a5a5a0;
              --line: #3a3a37; --one: #6cb2ee; --two: #f0995f; } }
            body { background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; margin: 0 auto;
              max-width: 960px; padding: 1.5rem; }
            h1 { font-size: 1.5rem; } h2 { font-size: 1.25rem; margin-top: 2.5rem; border-top: 1px solid var(--line);
              padding-top: 1rem; } h3 { font-size: 1rem; margin-top: 1.75rem; }
            figure { margin: 0; } figcaption { font-weight: 600; }
            .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(320px, 1fr)); gap: 1rem; }
            svg { width: 100%; height: auto; display: block; } svg text { fill: var(--soft); font-size: 11px; }
            .grid { stroke: var(--line); } .axis { stroke: var(--soft); }
            .mark { stroke: var(--ink); stroke-dasharray: 4 3; }
            polyline { fill: none; stroke-width: 2; } polyline.first { stroke: var(--one); }
            polyline.second { stroke: var(--two); } rect.first, .first.dot { fill: var(--one); }
            rect.second, .second.dot { fill: var(--two); }
            .key::before { content: ''; display: inline-block; width: 12px; height: 12px; border-radius: 3px;
              margin-right: 6px; } .key.first::before { background: var(--one); }
            .key.second::before { background: var(--two); } .key { margin-right: 1rem; }
            .scroll { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
            th, td { text-align: left; padding: 3px 14px 3px 0; border-bottom: 1px solid var(--line);
              vertical-align: top; overflow-wrap: anywhere; } th { color: var(--soft); font-weight: 600; }
            summary { cursor: pointer; margin: .75rem 0; color: var(--soft); }
            """;

    private PageFrame() {}

    /** Opens the page with its title as heading. */
    static void open(Markup page, String title) {
        page.open("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en").open("head");
        page.empty("meta", "charset", "utf-8");
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.element("title", title).element("style", STYLE).close();
        page.open("body").element("h1", title);
    }

    /** Closes the page and returns the whole file. */
    static String close(Markup page) {
        page.close().close();
        return "<!DOCTYPE html>\n" + page + "\n";
    }
}
