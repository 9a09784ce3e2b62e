package dev.posthouse.mail.inbound;

import dev.posthouse.mail.NamedAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Tells mail that asks for no more mail and says nothing else: what a mail client sends to the
/// `mailto:` of `List-Unsubscribe`, and what people answer in one word.
final class UnsubscribeWords {
  private static final int WORDS_CHARS_MAX = 60;
  private static final int SHORT_CHARS_MAX = 400;
  private static final String LONG = "…";

  private static final Set<String> PHRASES =
      Set.of(
          "unsubscribe",
          "unsubscribe me",
          "please unsubscribe",
          "please unsubscribe me",
          "unsubscribe please",
          "unsubscribe me please",
          "opt out",
          "optout",
          "opt-out",
          "remove me",
          "please remove me",
          "remove me please",
          "take me off your list",
          "remove me from your list",
          "please remove me from your list",
          "please remove me from your mailing list",
          "stop emailing me",
          "no more emails",
          "abmelden",
          "bitte abmelden",
          "abbestellen",
          "bitte abbestellen",
          "austragen",
          "bitte austragen",
          "newsletter abmelden",
          "newsletter abbestellen",
          "désabonner",
          "desabonner",
          "se désabonner",
          "me désabonner",
          "désinscription",
          "desinscription",
          "désinscrire",
          "désabonnement",
          "désinscrivez-moi",
          "darse de baja",
          "darme de baja",
          "dar de baja",
          "baja",
          "cancelar suscripción",
          "cancelar suscripcion",
          "desuscribir",
          "cancellami",
          "disiscrivi",
          "disiscrivimi",
          "disiscrizione",
          "cancella iscrizione",
          "uitschrijven",
          "afmelden",
          "graag uitschrijven",
          "cancelar inscrição",
          "cancelar assinatura",
          "descadastrar",
          "avregistrera",
          "avprenumerera",
          "avsluta prenumeration",
          "avmeld",
          "afmeld",
          "avslutt abonnement",
          "peru tilaus",
          "peruuta tilaus",
          "wypisz",
          "wypisz mnie",
          "rezygnuję",
          "odhlásit",
          "zrušit odběr",
          "leiratkozás",
          "dezabonare",
          "отписаться",
          "отписка",
          "отпишите меня",
          "відписатися",
          "aboneliği iptal et",
          "配信停止",
          "配信解除",
          "退订",
          "取消订阅",
          "退訂",
          "取消訂閱",
          "수신거부");

  // A word that is also other things: only where nothing else is said at all.
  private static final Set<String> BARE = Set.of("stop");

  private UnsubscribeWords() {}

  /// Where the message says so, empty if it does not.
  static Optional<String> in(InboundHeader head, MailBody body) {
    String subject = words(head.subject());
    String said = words(withoutSignature(body.newText()));
    boolean nothingElse = said.isEmpty() || PHRASES.contains(said) || BARE.contains(said);
    if (toUnsubscribe(head)) {
      return Optional.of("recipient");
    }
    if ((PHRASES.contains(subject) && body.newText().length() <= SHORT_CHARS_MAX)
        || (BARE.contains(subject) && nothingElse)) {
      return Optional.of("subject");
    }
    return PHRASES.contains(said) || BARE.contains(said) ? Optional.of("body") : Optional.empty();
  }

  private static boolean toUnsubscribe(InboundHeader head) {
    return Stream.concat(
            head.to().stream().map(NamedAddress::address), head.envelope().recipient().stream())
        .map(address -> address.localPart().toLowerCase(Locale.ROOT))
        .anyMatch(local -> local.equals("unsubscribe") || local.startsWith("unsubscribe+"));
  }

  /// RFC 3676 §4.3, and what telephones add below.
  private static String withoutSignature(String text) {
    return text.split(
            "(?im)^(?:-- ?$|sent from |get outlook |von meinem |envoyé de |enviado desde |inviato"
                + " da )",
            2)[0];
  }

  /// `text` in lower case without punctuation; a long one is none of ours.
  private static String words(String text) {
    if (text.length() > SHORT_CHARS_MAX) {
      return LONG;
    }
    String words =
        text.toLowerCase(Locale.ROOT)
            .replaceAll("[\\p{P}\\p{S}&&[^-]]+", " ")
            .replaceAll("\\s+", " ")
            .strip();
    return words.length() > WORDS_CHARS_MAX ? LONG : words;
  }
}
