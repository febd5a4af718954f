package io.sensieve.benchmarks.tables;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sensieve.service.SettingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stores finished runs in a file, one JSON object a line with the fields {@code run} and {@code result}. Lines are only
 * appended, so that an interrupted command continues with the runs that are missing.
 */
final class RunLedger {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String RUN = "run";
    private static final String RESULT = "result";

    private final Path file;
    private final Map<String, RunResult> results = new HashMap<>();

    private RunLedger(Path file) {
        this.file = file;
    }

    /**
     * Opens a ledger; the first result creates the file. An incomplete last line is removed.
     *
     * @throws SettingException if the file holds anything else
     */
    static RunLedger open(Path file) {
        RunLedger ledger = new RunLedger(file);
        try {
            if (Files.exists(file)) {
                ledger.read(Files.readString(file));
            } else if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
        } catch (IOException e) {
            throw new SettingException("Runs file " + file + " cannot be read: " + e.getMessage(), e);
        }
        return ledger;
    }

    /** Returns the result of a run if it has finished. */
    Optional<RunResult> find(RunSpec run) {
        return Optional.ofNullable(results.get(run.key().toString()));
    }

    /** Adds a result to memory and file. */
    void add(RunSpec run, RunResult result) {
        ObjectNode line = JSON.createObjectNode();
        line.set(RUN, run.key());
        line.set(RESULT, JSON.valueToTree(result));
        results.put(run.key().toString(), result);
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("runs file " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private void read(String text) throws IOException {
        int end = text.lastIndexOf('\n') + 1;
        if (end < text.length()) {
            Files.writeString(file, text.substring(0, end));
        }
        List<String> lines = text.substring(0, end).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            try {
                JsonNode line = JSON.readTree(lines.get(i));
                results.put(line.required(RUN).toString(), JSON.treeToValue(line.required(RESULT), RunResult.class));
            } catch (JsonProcessingException | IllegalArgumentException e) {
                throw new SettingException(
                        "Runs file " + file + ", line " + (i + 1) + " is no finished run: " + e.getMessage(), e);
            }
        }
    }
}
