package io.sensieve.standalone.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.tools.AclCommand;

/**
 * Runs {@code security/acls.sh} as it is. In the place of {@code kafka-acls.sh}, which starts a JVM for each call, it
 * gets a script that writes down its arguments; they go to the class behind {@code kafka-acls.sh} in this JVM.
 */
final class AclScript {
    private static final String END = "--end-of-call--";

    private AclScript() {}

    /** Grants a role to a user, or takes it away, as an administrator. */
    static void run(Path folder, Path adminConfig, String bootstrapServers, String... arguments)
            throws IOException, InterruptedException {
        Path recorder = folder.resolve("kafka-acls.sh");
        Path calls = folder.resolve("calls");
        Files.writeString(recorder, "#!/bin/sh\nprintf '%s\\n' \"$@\" " + END + " >> '" + calls + "'\n");
        assertThat(recorder.toFile().setExecutable(true)).isTrue();
        Files.deleteIfExists(calls);
        List<String> command =
                new ArrayList<>(List.of(AclTable.FOLDER.resolve("acls.sh").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--bootstrap-server", bootstrapServers, "--command-config", adminConfig.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("KAFKA_ACLS", recorder.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        replay(Files.readAllLines(calls));
    }

    private static void replay(List<String> recorded) {
        Exit.setExitProcedure((code, message) -> {
            throw new IllegalStateException("kafka-acls.sh ended with " + code + ": " + message);
        });
        try {
            List<String> call = new ArrayList<>();
            for (String argument : recorded) {
                if (argument.equals(END)) {
                    AclCommand.main(call.toArray(String[]::new));
                    call.clear();
                } else {
                    call.add(argument);
                }
            }
            assertThat(call).isEmpty();
        } finally {
            Exit.resetExitProcedure();
        }
    }
}
