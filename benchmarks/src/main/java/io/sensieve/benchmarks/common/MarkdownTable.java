package io.sensieve.benchmarks.common;

import java.util.List;
import java.util.stream.Collectors;

/** Builds a Markdown table. */
public final class MarkdownTable {
    private final int columns;
    private final StringBuilder text = new StringBuilder();

    /** Starts a table with a header; all columns but the first are right-aligned. */
    public MarkdownTable(List<String> header) {
        columns = header.size();
        row(header);
        text.append("|---").append("|--:".repeat(columns - 1)).append("|\n");
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if the row and the header differ in length
     */
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
