package io.sensieve.trainer;

import io.sensieve.service.Logging;
import io.sensieve.service.Service;
import io.sensieve.service.ServiceRunner;
import io.sensieve.service.SettingException;
import io.sensieve.service.Settings;
import io.sensieve.trainer.learn.engine.Torch;
import io.sensieve.trainer.learn.settings.ComputeDevice;
import io.sensieve.trainer.settings.TrainerSettings;
import org.slf4j.LoggerFactory;

/** Runs the trainer as a process. */
public final class TrainerMain {
    private TrainerMain() {}

    /** Returns the runner that starts the service from a command line. */
    public static ServiceRunner runner() {
        return new ServiceRunner("trainer", TrainerSettings.definition(), TrainerMain::create);
    }

    /** Looks for the device first, so that a missing GPU is reported at the start and not at the first training. */
    private static Service create(Settings settings) {
        ComputeDevice compute = TrainerSettings.of(settings).learning().train().device();
        try {
            String device = Torch.deviceName(compute);
            LoggerFactory.getLogger(TrainerMain.class)
                    .atInfo()
                    .addKeyValue("device", device)
                    .log("training device found");
        } catch (IllegalArgumentException e) {
            throw SettingException.invalid("train.device", compute.label(), String.valueOf(e.getMessage()));
        }
        return TrainerService.create(settings);
    }

    /** Exits with the runner's exit code. */
    public static void main(String[] arguments) {
        Logging.configure();
        System.exit(runner().run(arguments, System.getenv(), System.out, System.err));
    }
}
