package dev.posthouse.webhooks;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Finds the addresses behind a name.
@FunctionalInterface
interface Hosts {
  InetAddress[] resolve(String host) throws UnknownHostException;
}
