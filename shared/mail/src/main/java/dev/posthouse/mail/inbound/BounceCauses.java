package dev.posthouse.mail.inbound;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the cause of a bounce in what the mail server said.
///
/// The rules go from the sender's faults to the recipient's: a server that blocks a sender often
/// says so beside a code or a word that would also fit an unknown recipient, and an address must
/// not be given up for that.
final class BounceCauses {
  private record Rule(BounceCause cause, Pattern pattern) {
    Rule(BounceCause cause, String pattern) {
      this(cause, Pattern.compile(pattern));
    }
  }

  private static final Pattern STATUS =
      Pattern.compile("(?<![\\d.])([245]\\.\\d{1,3}\\.\\d{1,3})(?!\\.?\\d)");
  // An address is not the server's word: `spam@example.com` may well be unknown.
  private static final Pattern ADDRESS = Pattern.compile("[^\\s<>()]{1,320}@[^\\s<>()]{1,320}");

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              BounceCause.POLICY,
              "resolver\\.rst\\.\\w*(?:auth|restrict)|not allowed to send to|only accepts"
                  + " (?:mail|messages)|sender not authenticated for group|5\\.7\\.1[23]\\d\\b"),
          new Rule(
              BounceCause.AUTHENTICATION,
              "unauthenticated|\\bdmarc\\b|\\bspf\\b|\\bdkim\\b|sender id|authentication"
                  + " (?:check|require|level)|(?:pass|fail)\\w* authentication|authentication"
                  + " fail|not authenticated|reverse"
                  + " dns|\\bptr\\b|rdns|5\\.7\\.(?:2[0-79]|30|509|515)\\b"),
          new Rule(
              BounceCause.REPUTATION,
              "reputation|black ?list|block"
                  + " ?list|spamhaus|barracuda|spamcop|sorbs|\\brbl\\b|dnsbl|\\btss0\\d|\\bs31[45]0|banned"
                  + " sending ip|unusual rate|unsolicited mail originating|too many"
                  + " complaints|client host"
                  + " .{0,80}(?:blocked|refused|rejected)|(?:ip|network|host)"
                  + " .{0,60}(?:blocked|listed|banned)|poor .{0,20}rating|rate"
                  + " limit|throttl|[45]\\.7\\.(?:28|511|6[0-4]\\d|650|705|708)\\b"),
          new Rule(
              BounceCause.MAILBOX_FULL,
              "[45]\\.2\\.2\\b|over ?quota|quota (?:is )?(?:exceeded|full)|exceed\\w*"
                  + " .{0,30}(?:quota|storage)|(?:mailbox|inbox|mail box) (?:is )?(?:over"
                  + " ?)?full|mailboxfull|out of storage|storage (?:space|limit|quota)|insufficient"
                  + " .{0,20}storage"),
          new Rule(
              BounceCause.TOO_LARGE,
              "[45]\\.(?:3\\.4|2\\.3)\\b|too (?:large|big)|size limit|exceed\\w* .{0,40}size"
                  + "|message (?:length|size)"),
          new Rule(
              BounceCause.CONTENT,
              "\\bspam\\b|spam-?like|virus|malware|phish|content"
                  + " (?:rejected|denied|filter|policy|blocked)|blocked"
                  + " .{0,40}attachment|attachment .{0,40}(?:blocked|not allowed)"
                  + "|[45]\\.6\\.\\d|5\\.7\\.350\\b"),
          new Rule(
              BounceCause.MAILBOX_DISABLED,
              "[45]\\.2\\.1\\b.{0,200}(?:disabled|inactive|suspended|not active|no"
                  + " longer)|(?:account|mailbox|user|address|recipient)\\b.{0,60}\\b(?:is |has"
                  + " been |been )?(?:disabled|inactive|suspended|deactivated|not"
                  + " active|expired|frozen)\\b|5\\.2\\.1\\b"),
          new Rule(
              BounceCause.UNKNOWN_RECIPIENT,
              "5\\.4\\.1\\b.{0,80}recipient address"
                  + " rejected|as\\(201806281\\)|resolver\\.adr|5\\.1\\.(?:[0136]|10)\\b|nosuchuser|user"
                  + " unknown|unknown (?:user|recipient|local)|no such"
                  + " (?:user|recipient|mailbox|address|person)|no mailbox"
                  + " here|(?:user|recipient|mailbox|address|account)\\b.{0,60}(?:does ?n.?t"
                  + " exist|does not exist|not found|unknown)|recipient ?not ?found|invalid"
                  + " (?:recipient|mailbox|address)|user not known|doesn.t have an?"
                  + " .{0,30}account|unrouteable address|5\\.5\\.0\\b.{0,60}mailbox unavailable"),
          new Rule(
              BounceCause.POLICY,
              "[45]\\.7\\.\\d|policy|relay\\w* (?:denied|not permitted)|gr[ea]ylist"),
          new Rule(BounceCause.UNKNOWN_RECIPIENT, "mailbox unavailable|5\\.1\\.\\d"),
          new Rule(
              BounceCause.NETWORK,
              "[45]\\.4\\.\\d|timed? ?out|connection (?:refused|reset|lost|dropped)|unreachable|no"
                  + " route|could ?n.t (?:connect|establish)|could not (?:connect|be reached)|not"
                  + " reachable|(?:host|domain)\\b.{0,40}(?:not found|not"
                  + " exist|unknown)|\\bdns\\b|name service"),
          new Rule(
              BounceCause.POLICY,
              "denied|prohibited|not (?:allowed|permitted|authorized)|refused|blocked|rejected"));

  private BounceCauses() {}

  /// @param status the report's status code, which may be a general one
  static BounceCause of(String status, String diagnostic) {
    String said =
        ADDRESS
            .matcher(CleanText.cut(diagnostic, InboundLimits.DIAGNOSTIC_CHARS_MAX))
            .replaceAll(" ")
            .toLowerCase(Locale.ROOT);
    String text = (isGeneral(status) || said.contains(status) ? "" : status + " ") + said;
    return RULES.stream()
        .filter(rule -> rule.pattern().matcher(text).find())
        .map(Rule::cause)
        .findFirst()
        .orElse(BounceCause.OTHER);
  }

  /// The first enhanced status code in `text`, otherwise `otherwise`.
  static String status(String text, String otherwise) {
    Matcher status = STATUS.matcher(text);
    return status.find() ? status.group(1) : otherwise;
  }

  static boolean isGeneral(String status) {
    return status.endsWith(".0.0");
  }
}
