package dev.posthouse.dynamodb;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.pool.Compartment;
import dev.posthouse.domain.pool.Finding;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Pacing;
import dev.posthouse.domain.pool.ProviderGroup;
import dev.posthouse.domain.pool.Restraints;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.pool.SlowLane;
import dev.posthouse.domain.pool.WorkingHours;
import dev.posthouse.domain.tenant.TenantId;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A roster as an item. Each mailbox is one line, `ordinal stage health dailyCap state address` and
/// what [CourseWords] says of its course: 220 of them stay below 20 KB, a third of what maps would
/// take. Its pacing is a line as well, `zone startMinute endMinute weekdays gapSeconds`, and so is
/// its compartment, `finding stopped closesOn domain…`; each slow lane is one, `ordinal provider
/// deferrals until`. The usual ones are left out.
public final class RosterItem {
  /// What kind of item a roster is.
  public static final String KIND = "roster";

  private static final String CHANGED_AT = "changedAt";
  private static final String PACING = "pacing";
  private static final String COMPARTMENT = "compartment";
  private static final String ACCOUNT_SHARE = "accountShare";
  private static final String SLOW = "slow";
  private static final String STOPPED = "stopped";
  private static final String NOTHING = "-";
  private static final int COMPARTMENT_FIXED_WORDS = 3;
  private static final int FIXED_WORDS = 6;

  private RosterItem() {}

  static Map<String, AttributeValue> write(Roster roster) {
    Item item =
        Item.at(Key.roster(roster.identity()), KIND)
            .with("identity", roster.identity().value())
            .with("tenant", roster.tenant().value())
            .with("handle", roster.handle().value())
            .with("displayName", roster.displayName())
            .with("state", roster.state())
            .with("dailyCap", roster.dailyCap())
            .with("revision", roster.revision())
            .with("mailboxes", lines(roster))
            .with(PACING, roster.pacing().equals(Pacing.OPEN) ? null : pacing(roster.pacing()))
            .with(COMPARTMENT, compartmentOrNull(roster));
    if (roster.accountShare() != Roster.UNSHARED) {
      item.with(ACCOUNT_SHARE, roster.accountShare());
    }
    item.with(SLOW, slow(roster));
    return item.build();
  }

  /// The change from one revision to the next.
  static Expression change(Roster before, Roster after, Instant now) {
    return new Expression()
        .set(CHANGED_AT, now)
        .set("displayName", after.displayName())
        .set("state", Item.wire(after.state()))
        .set("dailyCap", after.dailyCap())
        .set("revision", after.revision())
        .set("mailboxes", Item.list(lines(after)))
        .setOrRemove(
            PACING,
            after.pacing().equals(Pacing.OPEN)
                ? null
                : AttributeValue.fromS(pacing(after.pacing())))
        .setOrRemove(
            COMPARTMENT,
            Optional.ofNullable(compartmentOrNull(after)).map(AttributeValue::fromS).orElse(null))
        .setOrRemove(ACCOUNT_SHARE, shareOrNull(after))
        .setOrRemove(SLOW, after.slow().isEmpty() ? null : Item.list(slow(after)))
        .ifEquals("revision", before.revision());
  }

  private static List<String> lines(Roster roster) {
    return roster.mailboxes().stream().map(RosterItem::line).toList();
  }

  /// When the roster became what it is; empty for one that was just made.
  public static Optional<Instant> changedAt(Map<String, AttributeValue> item) {
    return Optional.ofNullable(Attributes.instantOrNull(item, CHANGED_AT));
  }

  /// The roster in that item.
  public static Roster read(Map<String, AttributeValue> item) {
    return new Roster(
        new IdentityId(Attributes.string(item, "identity")),
        new TenantId(Attributes.string(item, "tenant")),
        new Handle(Attributes.string(item, "handle")),
        Attributes.string(item, "displayName"),
        Attributes.constant(item, "state", IdentityState.class),
        Math.toIntExact(Attributes.number(item, "dailyCap")),
        Attributes.number(item, "revision"),
        Attributes.strings(item, "mailboxes").stream().map(RosterItem::mailbox).toList(),
        restraints(item));
  }

  private static Restraints restraints(Map<String, AttributeValue> item) {
    return new Restraints(
        Attributes.optionalString(item, PACING).map(RosterItem::pacing).orElse(Pacing.OPEN),
        Attributes.optionalString(item, COMPARTMENT)
            .map(RosterItem::compartment)
            .orElse(Compartment.NONE),
        item.containsKey(ACCOUNT_SHARE)
            ? Math.toIntExact(Attributes.number(item, ACCOUNT_SHARE))
            : Roster.UNSHARED,
        item.containsKey(SLOW)
            ? Attributes.strings(item, SLOW).stream().map(RosterItem::lane).toList()
            : List.of());
  }

  private static String pacing(Pacing pacing) {
    String days =
        pacing.weekdays().stream()
            .sorted()
            .map(day -> Integer.toString(day.getValue()))
            .collect(Collectors.joining());
    return String.join(
        " ",
        pacing.timeZone().getId(),
        Integer.toString(pacing.hours().startMinute()),
        Integer.toString(pacing.hours().endMinute()),
        days,
        Long.toString(pacing.dripMinGap().toSeconds()));
  }

  private static Pacing pacing(String line) {
    String[] words = line.split(" ", -1);
    return new Pacing(
        ZoneId.of(words[0]),
        new WorkingHours(Integer.parseInt(words[1]), Integer.parseInt(words[2])),
        words[3].chars().mapToObj(digit -> DayOfWeek.of(digit - '0')).collect(Collectors.toSet()),
        Duration.ofSeconds(Long.parseLong(words[4])));
  }

  private static @Nullable String compartmentOrNull(Roster roster) {
    Compartment compartment = roster.compartment();
    if (compartment.equals(Compartment.NONE)) {
      return null;
    }
    return Stream.concat(
            Stream.of(
                Item.wire(compartment.finding()),
                compartment.stopped() ? STOPPED : NOTHING,
                compartment.closesOn().map(LocalDate::toString).orElse(NOTHING)),
            compartment.domains().stream().sorted())
        .collect(Collectors.joining(" "));
  }

  private static List<String> slow(Roster roster) {
    return roster.slow().stream()
        .map(lane ->
            String.join(
                " ",
                Integer.toString(lane.ordinal()),
                Item.wire(lane.group()),
                Integer.toString(lane.deferrals()),
                Long.toString(lane.until().toEpochMilli())))
        .toList();
  }

  private static SlowLane lane(String line) {
    String[] words = line.split(" ", -1);
    return new SlowLane(
        Integer.parseInt(words[0]),
        ProviderGroup.valueOf(words[1].toUpperCase(Locale.ROOT)),
        Integer.parseInt(words[2]),
        Instant.ofEpochMilli(Long.parseLong(words[3])));
  }

  private static @Nullable AttributeValue shareOrNull(Roster roster) {
    return roster.accountShare() == Roster.UNSHARED ? null : Item.number(roster.accountShare());
  }

  private static Compartment compartment(String line) {
    List<String> words = List.of(line.split(" ", -1));
    return new Compartment(
        Set.copyOf(words.subList(COMPARTMENT_FIXED_WORDS, words.size())),
        Finding.valueOf(words.get(0).toUpperCase(Locale.ROOT)),
        words.get(1).equals(STOPPED),
        Optional.of(words.get(2)).filter(word -> !word.equals(NOTHING)).map(LocalDate::parse));
  }

  private static String line(Mailbox mailbox) {
    String line =
        String.join(
            " ",
            Integer.toString(mailbox.ordinal()),
            Integer.toString(mailbox.stage()),
            Integer.toString(mailbox.health()),
            Integer.toString(mailbox.dailyCap()),
            Item.wire(mailbox.state()),
            mailbox.address().toString());
    String course = CourseWords.write(mailbox.course(), mailbox.stage());
    return course.isEmpty() ? line : line + " " + course;
  }

  private static Mailbox mailbox(String line) {
    String[] words = line.split(" ", -1);
    int stage = Integer.parseInt(words[1]);
    return new Mailbox(
        Integer.parseInt(words[0]),
        EmailAddress.parse(words[5]),
        MailboxState.valueOf(words[4].toUpperCase(Locale.ROOT)),
        stage,
        Integer.parseInt(words[2]),
        Integer.parseInt(words[3]),
        CourseWords.read(List.of(words).subList(FIXED_WORDS, words.length), stage));
  }
}
