package io.sensieve.standalone.data;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.sensieve.service.SettingException;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Reads a CSV file with a header, optionally gzipped. The columns {@code split}, {@code batch}, {@code timestamp} and
 * {@code label} are optional; every other column is a channel. Cells of {@link MissingMarkers} are missing values. Rows
 * are read one by one, in bounded memory.
 */
public final class ChannelFile implements AutoCloseable {
    private static final int GZIP_MAGIC_0 = 0x1f;
    private static final int GZIP_MAGIC_1 = 0x8b;

    private final String name;
    private final CsvReader<CsvRecord> reader;
    private final CloseableIterator<CsvRecord> lines;
    private final RowParser parser;

    private ChannelFile(String name, InputStream in, MissingMarkers missing) throws IOException {
        this.name = name;
        this.reader = CsvReader.builder().detectBomHeader(true).ofCsvRecord(unzipped(in), StandardCharsets.UTF_8);
        this.lines = reader.iterator();
        this.parser = new RowParser(name, header(), missing);
    }

    /**
     * Opens a file without markers of the user.
     *
     * @throws SettingException if it cannot be read or has no usable header
     */
    public static ChannelFile open(Path path) {
        return open(path, MissingMarkers.COMMON);
    }

    /**
     * Opens a file.
     *
     * @throws SettingException if it cannot be read or has no usable header
     */
    public static ChannelFile open(Path path, MissingMarkers missing) {
        if (Files.notExists(path)) {
            throw new SettingException("Data file " + path + " does not exist");
        }
        try {
            // Files.newInputStream seeks, which a pipe cannot.
            return of(path.toString(), new FileInputStream(path.toFile()), missing);
        } catch (IOException e) {
            throw new SettingException("Data file " + path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a stream as a file.
     *
     * @param name name of the file in error messages
     * @throws SettingException if it cannot be read or has no usable header
     */
    public static ChannelFile of(String name, InputStream in, MissingMarkers missing) {
        try {
            return new ChannelFile(name, in, missing);
        } catch (IOException | UncheckedIOException | CsvParseException e) {
            throw new SettingException("Data file " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Opens a file on the class path. */
    public static ChannelFile openResource(String resource) {
        InputStream in = ChannelFile.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException("resource " + resource + " is missing from the program");
        }
        return of(resource, in, MissingMarkers.COMMON);
    }

    /** Names of the D channels, in the order of the values. */
    public List<String> channelNames() {
        return parser.channelNames();
    }

    /**
     * Iterates over all rows, once. {@code next} throws {@link SettingException} with line, column and value if a row
     * cannot be read.
     */
    public Iterator<ChannelRow> rows() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return guarded(lines::hasNext);
            }

            @Override
            public ChannelRow next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return parser.parse(guarded(lines::next));
            }
        };
    }

    /**
     * Reads all rows into memory.
     *
     * @throws SettingException if there is no row, or a row cannot be read
     */
    public List<ChannelRow> readAll() {
        List<ChannelRow> rows = new ArrayList<>();
        rows().forEachRemaining(rows::add);
        if (rows.isEmpty()) {
            throw new SettingException("Data file " + name + " has a header and no rows");
        }
        return rows;
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> header() {
        if (!lines.hasNext()) {
            throw new SettingException("Data file " + name + " is empty; the first line must name the columns");
        }
        List<String> columns =
                lines.next().getFields().stream().map(String::trim).toList();
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (column.isEmpty() || RowParser.isNumber(column)) {
                throw new SettingException("Data file " + name + ": column name '" + column
                        + "' must be a text; the first line must name the columns");
            }
            if (!seen.add(column)) {
                throw new SettingException("Data file " + name + ": two columns are named '" + column + "'");
            }
        }
        return columns;
    }

    private <T> T guarded(java.util.function.Supplier<T> read) {
        try {
            return read.get();
        } catch (CsvParseException | UncheckedIOException e) {
            String cause =
                    Optional.ofNullable(e.getCause()).map(Throwable::getMessage).orElse(e.getMessage());
            throw new SettingException("Data file " + name + " cannot be read further: " + cause, e);
        }
    }

    private static InputStream unzipped(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
        buffered.mark(2);
        boolean gzip = buffered.read() == GZIP_MAGIC_0 && buffered.read() == GZIP_MAGIC_1;
        buffered.reset();
        return gzip ? new GZIPInputStream(buffered, 1 << 16) : buffered;
    }
}
