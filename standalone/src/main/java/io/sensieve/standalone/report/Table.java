package io.sensieve.standalone.report;

/** Writes a table with a header, in a box that scrolls on narrow pages. */
final class Table {
    private final Markup page;

    Table(Markup page, String... columns) {
        this.page = page;
        page.open("div", "class", "scroll").open("table").open("thead").open("tr");
        for (String column : columns) {
            page.element("th", column, "scope", "col");
        }
        page.close().close().open("tbody");
    }

    void row(String... cells) {
        page.open("tr");
        for (String cell : cells) {
            page.element("td", cell);
        }
        page.close();
    }

    void close() {
        page.close().close().close();
    }
}
