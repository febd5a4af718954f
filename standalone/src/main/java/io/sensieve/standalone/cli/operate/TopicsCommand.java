package io.sensieve.standalone.cli.operate;

import io.sensieve.service.ServiceRunner;
import io.sensieve.service.TopicCreator;
import io.sensieve.standalone.cli.KafkaOptions;
import io.sensieve.standalone.client.TopicState;
import io.sensieve.topic.Topics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Implements {@code sensieve topics}: compares the cluster with the definitions of the topics. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = {
            "Compares the topics of the cluster with those that the services need, one line per topic.",
            "Exit code 1 if a topic is missing or has another clean-up policy."
        })
public final class TopicsCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Option(names = "--create", description = "Creates missing topics first.")
    private boolean create;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Map<String, Object> settings = kafka.clientSettings();
        if (create) {
            TopicCreator.ensure(settings, Topics.all(), true);
        }
        List<TopicState> states = create ? TopicState.readCreated(settings, PATIENCE) : TopicState.read(settings);
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-24s %10s  %-8s %s%n", "topic", "partitions", "policy", "state");
        states.forEach(state -> out.printf(
                "%-24s %10d  %-8s %s%n",
                state.topic().name(),
                state.partitions(),
                state.policy(),
                state.problem().orElse("ok")));
        return states.stream().allMatch(state -> state.problem().isEmpty()) ? ServiceRunner.OK : ServiceRunner.FAILED;
    }
}
