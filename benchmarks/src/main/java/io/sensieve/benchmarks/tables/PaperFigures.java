package io.sensieve.benchmarks.tables;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.sensieve.trainer.learn.settings.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Provides the figures of the paper's tables 1, 2, 3 and 5. */
final class PaperFigures {
    private static final String RESOURCE = "/io/sensieve/benchmarks/paper.csv";
    private static final String SPEEDUP = "3";
    private static final String LAMBDA = "5";
    private static final float DEFAULT_LAMBDA = 5e-2f;
    private static final PaperFigures SHIPPED = read();

    private final Map<Cell, Figure> figures;

    private record Cell(String table, String row, Task task, String data) {}

    /**
     * A cell of the paper's tables.
     *
     * @param mean error, accuracy in percent, factor or weight
     * @param deviation standard deviation over ten seeds; 0 if the paper gives none
     */
    record Figure(double mean, double deviation) {
        private static Figure parse(String cell) {
            String[] parts = cell.split(" ", 2);
            return new Figure(Double.parseDouble(parts[0]), parts.length == 1 ? 0 : Double.parseDouble(parts[1]));
        }
    }

    private PaperFigures(Map<Cell, Figure> figures) {
        this.figures = figures;
    }

    /** The figures in the resource {@code paper.csv}. */
    static PaperFigures shipped() {
        return SHIPPED;
    }

    /** Error (table 1) or accuracy (table 2) of a row. */
    Optional<Figure> result(String row, Task task, String data) {
        return find(task == Task.RECONSTRUCTION ? "1" : "2", row, task, data);
    }

    /** Speed-up of IP-CAE over CAE (table 3). */
    Optional<Figure> speedup(Task task, String data) {
        return find(SPEEDUP, "ip-cae", task, data);
    }

    /**
     * Weight of the GJSD term (table 5); 0.05, the most frequent value, for a data set that the paper does not have.
     */
    float lambda(String data, Task task) {
        return find(LAMBDA, "gjsd", task, data)
                .map(figure -> (float) figure.mean())
                .orElse(DEFAULT_LAMBDA);
    }

    private Optional<Figure> find(String table, String row, Task task, String data) {
        return Optional.ofNullable(figures.get(new Cell(table, row, task, data)));
    }

    private static PaperFigures read() {
        Map<Cell, Figure> figures = new HashMap<>();
        try (InputStream in = PaperFigures.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("resource " + RESOURCE + " is missing from the program");
            }
            try (CsvReader<NamedCsvRecord> lines = CsvReader.builder()
                    .commentStrategy(CommentStrategy.SKIP)
                    .ofNamedCsvRecord(in, StandardCharsets.UTF_8)) {
                for (NamedCsvRecord line : lines) {
                    Task task = Task.valueOf(line.getField("task").toUpperCase(Locale.ROOT));
                    line.getHeader().stream()
                            .skip(3)
                            .forEach(data -> figures.put(
                                    new Cell(line.getField("table"), line.getField("row"), task, data),
                                    Figure.parse(line.getField(data))));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PaperFigures(Map.copyOf(figures));
    }
}
