package io.sensieve.standalone.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.sensieve.service.SettingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses the cells of a line. */
final class RowParser {
    private static final Set<String> RESERVED = Set.of("split", "batch", "timestamp", "label");
    private static final int SHOWN = 40;
    private static final String ALLOWED = "a finite number, or empty for a missing value";

    private final String file;
    private final List<String> columns;
    private final MissingMarkers missing;
    private final int[] channelColumns;
    private final List<String> channelNames;

    RowParser(String file, List<String> columns, MissingMarkers missing) {
        this.file = file;
        this.missing = missing;
        this.columns = columns;
        if (columns.stream().anyMatch(column -> column.matches("(?s).*[\\p{Cntrl}\uFFFD&&[^\t]].*"))) {
            throw new SettingException("Data file " + file + " is not text; it must be CSV, optionally gzipped");
        }
        List<Integer> channels = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!RESERVED.contains(columns.get(i))) {
                channels.add(i);
            }
        }
        if (channels.isEmpty()) {
            throw new SettingException("Data file " + file + " has no channel; its columns are " + columns);
        }
        if (columns.size() == 1 && columns.get(0).matches(".*[;\t|].*")) {
            throw new SettingException("Data file " + file + " must be separated by commas; its only column is '"
                    + shorten(columns.get(0)) + "'");
        }
        this.channelColumns = channels.stream().mapToInt(Integer::intValue).toArray();
        this.channelNames = channels.stream().map(columns::get).toList();
    }

    List<String> channelNames() {
        return channelNames;
    }

    ChannelRow parse(CsvRecord line) {
        float[] values = new float[channelColumns.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(line, channelColumns[i]);
        }
        return new ChannelRow(
                line.getStartingLineNumber(),
                Optional.ofNullable(cell(line, "split")),
                Optional.ofNullable(cell(line, "batch")),
                Optional.ofNullable(cell(line, "timestamp")).map(text -> timestamp(line, text)),
                Optional.ofNullable(cell(line, "label")),
                values);
    }

    static boolean isNumber(String text) {
        try {
            Float.parseFloat(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private @Nullable String cell(CsvRecord line, String column) {
        int index = columns.indexOf(column);
        return index < 0 || line.getField(index).isBlank()
                ? null
                : line.getField(index).trim();
    }

    private float value(CsvRecord line, int column) {
        String text = line.getField(column).trim();
        if (missing.contains(text)) {
            return Float.NaN;
        }
        try {
            float value = Float.parseFloat(text);
            if (Float.isFinite(value)) {
                return missing.contains(value) ? Float.NaN : value;
            }
        } catch (NumberFormatException e) {
            throw unreadable(
                    line,
                    columns.get(column),
                    text,
                    ALLOWED + "; --missing-values=" + shorten(text) + " reads such cells as missing",
                    e);
        }
        throw unreadable(line, columns.get(column), text, ALLOWED, null);
    }

    private Instant timestamp(CsvRecord line, String text) {
        try {
            if (text.chars().allMatch(Character::isDigit)) {
                return Instant.ofEpochMilli(Long.parseLong(text));
            }
            String iso = text.replace(' ', 'T');
            return iso.endsWith("Z") || iso.matches(".*[+-]\\d\\d:\\d\\d$")
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException | NumberFormatException e) {
            throw unreadable(
                    line, "timestamp", text, "milliseconds since 1970 or a date and time like 2026-01-31T12:00:00Z", e);
        }
    }

    private static String shorten(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    private SettingException unreadable(
            CsvRecord line, String column, String text, String allowed, @Nullable Exception cause) {
        String message = "Data file " + file + ", line " + line.getStartingLineNumber() + ", column '" + shorten(column)
                + "': '" + shorten(text) + "' must be " + allowed;
        return cause == null ? new SettingException(message) : new SettingException(message, cause);
    }
}
