package io.sensieve.benchmarks.common;

import java.util.List;
import java.util.stream.Collectors;

/** A table in Markdown. */
public final class MarkdownTable {
    private final int columns;
    private final StringBuilder text = new StringBuilder();

    /** With a header; the columns after the first are set to the right. */
    public MarkdownTable(List<String> header) {
        columns = header.size();
        row(header);
        text.append("|---").append("|--:".repeat(columns - 1)).append("|\n");
    }

    /** Adds a row of as many cells as the header has. */
    public MarkdownTable row(List<String> cells) {
        if (cells.size() != columns) {
            throw new IllegalArgumentException(cells.size() + " cells in a table of " + columns + " columns");
        }
        text.append(
                cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n")));
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
