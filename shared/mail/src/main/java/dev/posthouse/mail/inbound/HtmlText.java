package dev.posthouse.mail.inbound;

import java.util.Locale;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/// The text that a reader of some HTML sees: what is hidden is left out, a link's address stands
/// behind it.
final class HtmlText implements NodeFilter {
  private static final Set<String> UNSEEN =
      Set.of("script", "style", "head", "title", "template", "noscript", "svg", "object", "iframe");
  private static final Set<String> PARAGRAPHS =
      Set.of(
          "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "hr");
  private static final int HREF_MAX = 500;

  private final StringBuilder text = new StringBuilder();
  private int newlines;
  private boolean space;

  private HtmlText() {}

  /// @param html of bounded length: it is read into a tree
  static String of(String html) {
    Document document = Jsoup.parse(html);
    HtmlText text = new HtmlText();
    document.filter(text);
    return CleanText.body(CleanText.cut(text.text.toString(), InboundLimits.TEXT_CHARS_MAX))
        .strip();
  }

  @Override
  public FilterResult head(Node node, int depth) {
    if (text.length() > InboundLimits.TEXT_CHARS_MAX) {
      return FilterResult.STOP;
    }
    switch (node) {
      case TextNode words -> words(words);
      case Element element -> {
        if (isUnseen(element)) {
          return FilterResult.SKIP_ENTIRELY;
        }
        open(element);
      }
      default -> {
        // Comments and declarations say nothing.
      }
    }
    return FilterResult.CONTINUE;
  }

  @Override
  public FilterResult tail(Node node, int depth) {
    if (node instanceof Element element) {
      if (element.normalName().equals("a")) {
        link(element);
      }
      breakBefore(element);
    }
    return FilterResult.CONTINUE;
  }

  private static boolean isUnseen(Element element) {
    String style = element.attr("style").toLowerCase(Locale.ROOT).replace(" ", "");
    return UNSEEN.contains(element.normalName())
        || element.hasAttr("hidden")
        || style.contains("display:none")
        || style.contains("visibility:hidden");
  }

  private void open(Element element) {
    switch (element.normalName()) {
      case "br" -> text.append('\n');
      case "li" -> {
        breakBefore(element);
        add("- ");
      }
      case "td", "th" -> space = true;
      case "img" -> add(element.attr("alt"));
      default -> breakBefore(element);
    }
  }

  private void breakBefore(Element element) {
    if (PARAGRAPHS.contains(element.normalName())) {
      newlines = 2;
    } else if (element.isBlock()) {
      newlines = Math.max(newlines, 1);
    }
  }

  private void link(Element element) {
    String href = element.attr("href").strip();
    boolean web = href.startsWith("https://") || href.startsWith("http://");
    if (web && href.length() <= HREF_MAX && !endsWith(href)) {
      add(" <" + href + ">");
    }
  }

  private boolean endsWith(String href) {
    int start = text.length() - href.length();
    return start >= 0 && text.indexOf(href, start) >= 0;
  }

  private void words(TextNode node) {
    String words = node.getWholeText();
    if (isPreformatted(node)) {
      add(words);
      return;
    }
    String collapsed = words.replaceAll("[ \t\r\n\f\u00a0]+", " ");
    if (collapsed.isBlank()) {
      space |= !collapsed.isEmpty();
      return;
    }
    space |= collapsed.startsWith(" ");
    add(collapsed.strip());
    space = collapsed.endsWith(" ");
  }

  private static boolean isPreformatted(Node node) {
    return node.parent() instanceof Element parent
        && (parent.normalName().equals("pre") || parent.normalName().equals("textarea"));
  }

  /// Appends after the breaks that are due; there are none at the beginning.
  private void add(String words) {
    if (words.isEmpty()) {
      return;
    }
    if (text.length() > 0) {
      int had = trailingNewlines();
      text.append("\n".repeat(Math.max(0, newlines - had)));
      if (space && newlines == 0 && had == 0) {
        text.append(' ');
      }
    }
    newlines = 0;
    space = false;
    text.append(words);
  }

  private int trailingNewlines() {
    int count = 0;
    for (int i = text.length() - 1; i >= 0 && text.charAt(i) == '\n' && count < 2; i--) {
      count++;
    }
    return count;
  }
}
