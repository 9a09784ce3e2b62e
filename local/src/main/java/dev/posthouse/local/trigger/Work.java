package dev.posthouse.local.trigger;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Counts what runs in the background, so that one can wait until nothing does.
public final class Work {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private long running;
  private long started;

  /// Runs `task` on a thread of its own.
  public void start(Runnable task) {
    lock.lock();
    try {
      running++;
      started++;
    } finally {
      lock.unlock();
    }
    Thread.ofVirtual()
        .start(() -> {
          try {
            task.run();
          } finally {
            end();
          }
        });
  }

  private void end() {
    lock.lock();
    try {
      running--;
      if (running == 0) {
        idle.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// How many tasks were ever started.
  long started() {
    lock.lock();
    try {
      return started;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until nothing runs.
  ///
  /// @return false if something still does after `limit`
  public boolean awaitIdle(Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (running > 0 && left > 0) {
        left = idle.awaitNanos(left);
      }
      return running == 0;
    } finally {
      lock.unlock();
    }
  }
}
