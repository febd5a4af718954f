package io.sensieve.standalone.demo.run;

import org.jspecify.annotations.Nullable;

/** Runs a task on a thread of its own and rethrows the exception or error that ended it to the thread that checks. */
final class WatchedThread {
    private final String name;
    private final Thread thread;
    private volatile @Nullable Throwable failure;

    /** The work of a thread. */
    interface Task {
        void run() throws Exception;
    }

    private WatchedThread(String name, Task task) {
        this.name = name;
        this.thread = new Thread(() -> run(task), name);
    }

    /** Starts a daemon thread that runs {@code task} once. */
    static WatchedThread start(String name, Task task) {
        WatchedThread watched = new WatchedThread(name, task);
        watched.thread.setDaemon(true);
        watched.thread.start();
        return watched;
    }

    /**
     * Returns if the task runs or has ended normally.
     *
     * @throws RuntimeException if an exception ended the task; a checked one is the cause
     * @throws Error if an error ended the task
     */
    void check() {
        Throwable thrown = failure;
        if (thrown instanceof Error error) {
            throw error;
        } else if (thrown instanceof RuntimeException exception) {
            throw exception;
        } else if (thrown != null) {
            throw new IllegalStateException("thread " + name + " failed: " + thrown.getMessage(), thrown);
        }
    }

    /** Waits until the task has ended. */
    void join() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("CatchingUnchecked") // the thread that checks has to see every failure
    private void run(Task task) {
        try {
            task.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            failure = e;
        }
    }
}
