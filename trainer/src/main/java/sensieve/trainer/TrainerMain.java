package sensieve.trainer;

import sensieve.service.ServiceRunner;

/** The trainer as a process. */
public final class TrainerMain {
    private static final String LOGBACK = "logback.configurationFile";

    private TrainerMain() {}

    /** Runs the service from a command line. */
    public static ServiceRunner runner() {
        return new ServiceRunner("trainer", TrainerSettings.definition(), TrainerService::create);
    }

    /** Ends with the runner's exit code. */
    public static void main(String[] arguments) {
        if (System.getProperty(LOGBACK) == null) {
            System.setProperty(LOGBACK, "sensieve/trainer/logback.xml");
        }
        System.exit(runner().run(arguments, System.getenv(), System.out, System.err));
    }
}
