package dev.posthouse.local.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The folder behind `--data`, or none: what it keeps besides the table and the mail.
final class DataFolder implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final @Nullable Path folder;
  private final @Nullable FileChannel lock;

  private DataFolder(@Nullable Path folder, @Nullable FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /// Takes the folder, made if it is not there.
  ///
  /// @throws IOException if it cannot be made, or another process has taken it
  static DataFolder open(Optional<Path> path) throws IOException {
    if (path.isEmpty()) {
      return new DataFolder(null, null);
    }
    Path folder = path.get().toAbsolutePath();
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock taken = channel.tryLock();
    if (taken == null) {
      channel.close();
      throw new IOException("another ./posthouse local uses " + folder);
    }
    return new DataFolder(folder, channel);
  }

  /// A file or folder in it; empty if nothing is kept.
  Optional<Path> path(String name) {
    return Optional.ofNullable(folder).map(path -> path.resolve(name));
  }

  /// How far the clock is ahead of the machine's, as it was kept last.
  Optional<Duration> clockOffset() throws IOException {
    return read("clock.json", Clock.class).map(clock -> Duration.ofMillis(clock.offsetMillis()));
  }

  /// Keeps how far the clock is ahead: that changes only when it is put forward, so that even a
  /// process that was killed leaves the truth behind.
  void keepClock(Instant now, Instant machine) throws IOException {
    write("clock.json", new Clock(Duration.between(machine, now).toMillis()));
  }

  private record Clock(long offsetMillis) {}

  <T> Optional<T> read(String name, Class<T> type) throws IOException {
    Optional<Path> file = path(name);
    if (file.isEmpty() || !Files.exists(file.get())) {
      return Optional.empty();
    }
    return Optional.of(JSON.readValue(Files.readAllBytes(file.get()), type));
  }

  void write(String name, Object content) throws IOException {
    Optional<Path> file = path(name);
    if (file.isPresent()) {
      replace(file.get(), content);
    }
  }

  /// Writes a file that is there as a whole or not at all.
  static void replace(Path file, Object content) throws IOException {
    Path target = file.toAbsolutePath();
    Path part = target.resolveSibling(target.getFileName() + ".part");
    Files.write(part, JSON.writeValueAsBytes(content));
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    if (lock != null) {
      lock.close();
    }
  }
}
