package dev.posthouse.local.run;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/// Makes a class path from which a JVM may start with an AOT cache (<a
/// href="https://openjdk.org/jeps/514">JEP 514</a>): it takes jars only, also in their manifests'
/// `Class-Path`, where DynamoDB Local's jar names the folder it is started from.
final class StartPath {
  private StartPath() {}

  /// Takes the class path to start with, and the folder for jars that have to differ. Prints the
  /// class path that the cache may be made for.
  public static void main(String[] words) throws IOException {
    Path folder = Files.createDirectories(Path.of(words[1]));
    List<String> jars = new ArrayList<>();
    for (String entry : words[0].split(File.pathSeparator, -1)) {
      if (entry.endsWith(".jar")) {
        jars.add(withoutFolders(Path.of(entry), folder).toString());
      }
    }
    System.out.println(String.join(File.pathSeparator, jars));
  }

  private static Path withoutFolders(Path jar, Path folder) throws IOException {
    try (InputStream bytes = Files.newInputStream(jar);
        JarInputStream in = new JarInputStream(bytes, false)) {
      Manifest manifest = in.getManifest();
      if (manifest == null || !namesFolder(manifest)) {
        return jar;
      }
      manifest.getMainAttributes().remove(Attributes.Name.CLASS_PATH);
      Path copy = folder.resolve(jar.getFileName());
      try (OutputStream target = Files.newOutputStream(copy);
          JarOutputStream out = new JarOutputStream(target, manifest)) {
        for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
          out.putNextEntry(new JarEntry(entry.getName()));
          in.transferTo(out);
        }
      }
      return copy;
    }
  }

  private static boolean namesFolder(Manifest manifest) {
    String named = manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
    return named != null && List.of(named.split("\\s+", -1)).contains(".");
  }
}
