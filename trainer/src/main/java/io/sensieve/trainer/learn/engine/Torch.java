package io.sensieve.trainer.learn.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import io.sensieve.trainer.learn.settings.ComputeDevice;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The PyTorch engine. Before the engine loads, this class keeps it off the network and sets one thread, which is
 * fastest for steps of some milliseconds. Only one training of a process runs at a time, because the engine has one
 * gradient collector and one random generator.
 */
public final class Torch {
    private static final long WAIT_MS = 100;
    private static final ReentrantLock TURN = new ReentrantLock(true);

    static {
        setDefault("ai.djl.offline", "true");
        setDefault("OPT_OUT_TRACKING", "true");
        setDefault("ai.djl.pytorch.num_threads", "1");
        setDefault("ai.djl.pytorch.num_interop_threads", "1");
    }

    /**
     * The exclusive right of this process to train. Closing it frees all arrays of {@code manager} and lets the next
     * training run.
     */
    public record Session(Engine engine, NDManager manager) implements AutoCloseable {
        /** For example {@code cpu} or {@code gpu0}. */
        public String device() {
            return name(manager.getDevice());
        }

        @Override
        public void close() {
            manager.close();
            TURN.unlock();
        }
    }

    private Torch() {}

    /**
     * Waits until no other training runs, and seeds the random generator. The same seed gives the same numbers on the
     * same type of device.
     *
     * @param cancelled asked while the call waits
     * @throws CancellationException if the call is cancelled or interrupted while it waits
     * @throws IllegalArgumentException if the setting asks for a GPU and there is none
     */
    public static Session open(long seed, ComputeDevice compute, BooleanSupplier cancelled) {
        try {
            while (!TURN.tryLock(WAIT_MS, TimeUnit.MILLISECONDS)) {
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException("cancelled while another training ran");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while another training ran");
        }
        try {
            Engine engine = engine();
            engine.setRandomSeed(Long.hashCode(seed));
            return new Session(engine, engine.newBaseManager(device(compute)));
        } catch (RuntimeException | Error e) {
            TURN.unlock();
            throw e;
        }
    }

    private static Engine engine() {
        return Engine.getEngine("PyTorch");
    }

    /**
     * Finds the device that trainings with this setting run on, and loads the engine.
     *
     * @return {@code cpu}, or {@code gpu} and its number
     * @throws IllegalArgumentException if the setting asks for a GPU and there is none
     */
    public static String deviceName(ComputeDevice compute) {
        return name(device(compute));
    }

    private static Device device(ComputeDevice compute) {
        Engine engine = engine();
        boolean present = engine.getGpuCount() > 0;
        if (compute == ComputeDevice.GPU && !present) {
            throw new IllegalArgumentException("device = gpu, but libtorch finds no GPU: use a CUDA build of libtorch "
                    + engine.getVersion() + " (trainer/README.md), check the driver, or set device to auto");
        }
        return compute != ComputeDevice.CPU && present ? Device.gpu() : Device.cpu();
    }

    private static String name(Device device) {
        return device.isGpu() ? "gpu" + device.getDeviceId() : "cpu";
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
