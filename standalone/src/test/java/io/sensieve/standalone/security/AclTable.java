package io.sensieve.standalone.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** {@code security/acls.txt}, one grant for each name and operation. */
record AclTable(List<Line> lines) {
    static final Path FOLDER = Path.of("..", "security");
    private static final String USER = "{user}";

    /**
     * The rights of a user.
     *
     * @param resource for example {@code transactional-id}
     * @param pattern {@code literal} or {@code prefixed}
     */
    record Grant(String resource, String pattern, String name, String operation) {}

    /** A line of the table. */
    record Line(String role, String resource, String pattern, List<String> names, List<String> operations) {
        private Stream<Grant> grants(String user) {
            return names.stream()
                    .map(name -> name.equals(USER) ? user : name)
                    .flatMap(name ->
                            operations.stream().map(operation -> new Grant(resource, pattern, name, operation)));
        }
    }

    static AclTable read() throws IOException {
        return new AclTable(Files.readAllLines(FOLDER.resolve("acls.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.trim().split("\\s+"))
                .map(cells -> new Line(cells[0], cells[1], cells[2], list(cells[3]), list(cells[4])))
                .toList());
    }

    Set<String> roles() {
        Set<String> roles = new TreeSet<>();
        lines.forEach(line -> roles.add(line.role()));
        return roles;
    }

    Set<Grant> grants(String role, String user) {
        Set<Grant> grants = new HashSet<>();
        lines.stream()
                .filter(line -> line.role().equals(role))
                .flatMap(line -> line.grants(user))
                .forEach(grants::add);
        return grants;
    }

    private static List<String> list(String cell) {
        return Arrays.asList(cell.split(","));
    }
}
