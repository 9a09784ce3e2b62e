package dev.posthouse.ses;

import dev.posthouse.domain.sending.DnsRecord;
import dev.posthouse.domain.sending.TxtRecord;
import dev.posthouse.domain.sending.Zone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;

/// The public DNS, asked through the JDK's own client and the machine's resolver.
public final class PublicZone implements Zone {
  private static final String FACTORY = "com.sun.jndi.dns.DnsContextFactory";
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int TRIES = 2;

  // JNDI's dangers are names of other schemes and objects read from a directory. This context is of
  // the DNS provider, which knows neither; its settings want a Hashtable.
  @Override
  @SuppressWarnings({"BanJNDI", "JdkObsolete"})
  public List<String> lookUp(DnsRecord.Type type, String name) {
    var settings = new Hashtable<String, String>();
    settings.put(Context.INITIAL_CONTEXT_FACTORY, FACTORY);
    settings.put("com.sun.jndi.dns.timeout.initial", Long.toString(TIMEOUT.toMillis()));
    settings.put("com.sun.jndi.dns.timeout.retries", Integer.toString(TRIES));
    try {
      var dns = new InitialDirContext(settings);
      try {
        Attribute found =
            dns.getAttributes(name + ".", new String[] {type.name()}).get(type.name());
        return found == null ? List.of() : values(type, found);
      } finally {
        dns.close();
      }
    } catch (NameNotFoundException e) {
      return List.of();
    } catch (NamingException e) {
      throw new UnreachableException("the DNS does not answer for " + name, e);
    }
  }

  private static List<String> values(DnsRecord.Type type, Attribute found) throws NamingException {
    List<String> values = new ArrayList<>();
    NamingEnumeration<?> all = found.getAll();
    while (all.hasMore()) {
      String value = String.valueOf(all.next());
      // JNDI quotes the strings of a TXT record that hold spaces, and puts one between them.
      values.add(type == DnsRecord.Type.TXT ? TxtRecord.text(value) : withoutDot(value));
    }
    return values;
  }

  private static String withoutDot(String value) {
    return value.endsWith(".") ? value.substring(0, value.length() - 1) : value;
  }
}
