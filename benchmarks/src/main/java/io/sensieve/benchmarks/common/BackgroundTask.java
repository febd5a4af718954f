package io.sensieve.benchmarks.common;

import org.jspecify.annotations.Nullable;

/** Runs an action on its own thread and keeps the exception or error that it throws. Thread-safe. */
public final class BackgroundTask {
    private final Thread thread;
    private volatile @Nullable Throwable failure;

    /** What the thread does. */
    public interface Action {
        /** Runs to the end of the thread; an {@link InterruptedException} ends the thread without a failure. */
        void run() throws InterruptedException;
    }

    private BackgroundTask(String name, Action action) {
        thread = new Thread(() -> run(action), name);
    }

    /** Starts a thread of the given name. */
    public static BackgroundTask start(String name, Action action) {
        BackgroundTask task = new BackgroundTask(name, action);
        task.thread.start();
        return task;
    }

    /**
     * Does nothing unless the action has failed.
     *
     * @throws IllegalStateException with the exception or error of the action as its cause
     */
    public void throwFailure() {
        Throwable thrown = failure;
        if (thrown != null) {
            throw new IllegalStateException("thread " + thread.getName() + " failed: " + thrown, thrown);
        }
    }

    /** Interrupts the thread. */
    public void interrupt() {
        thread.interrupt();
    }

    /** Waits for the end of the thread. */
    public void join() throws InterruptedException {
        thread.join();
    }

    /** Waits for the end of the thread; keeps the interrupt status of the caller. */
    public void joinQuietly() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Action action) {
        try {
            action.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            failure = e;
        }
    }
}
