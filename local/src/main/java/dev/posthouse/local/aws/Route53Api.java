package dev.posthouse.local.aws;

import dev.posthouse.domain.sending.RecordSet;
import dev.posthouse.local.aws.HostedZoneStore.Step;
import dev.posthouse.local.aws.HostedZoneStore.Zone;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// Route 53, REST-XML: public hosted zones with simple record sets, and their tags.
final class Route53Api {
  static final String PATH_PREFIX = "/2013-04-01/";

  private static final String NAMESPACE = "https://route53.amazonaws.com/doc/2013-04-01/";
  private static final int ZONES_MAX = 100; // of a page, API_ListHostedZonesByName
  private static final int SETS_MAX = 300; // of a page, API_ListResourceRecordSets

  private final HostedZoneStore zones;

  Route53Api(HostedZoneStore zones) {
    this.zones = zones;
  }

  AwsResponse answer(AwsRequest request) {
    List<String> path = request.segments().subList(1, request.segments().size());
    String route =
        String.join("/", path).replaceFirst("^(hostedzone|tags/hostedzone)/[^/]+", "$1/*");
    return switch (request.method() + " " + route) {
      case "POST hostedzone" -> create(xml(request));
      case "GET hostedzonesbyname" -> list(request);
      case "GET tags/hostedzone/*" -> tags(path.get(2));
      case "POST tags/hostedzone/*" -> tag(path.get(2), xml(request));
      case "GET hostedzone/*/rrset", "GET hostedzone/*/rrset/" -> sets(path.get(1), request);
      case "POST hostedzone/*/rrset", "POST hostedzone/*/rrset/" ->
          change(path.get(1), xml(request));
      default ->
          throw AwsError.notImplemented("Route 53 " + request.method() + " " + request.path());
    };
  }

  private AwsResponse create(Element request) {
    Zone zone =
        zones.create(
            name(text(request, "Name")),
            text(request, "CallerReference"),
            text(request, "PrivateZone").equals("true"));
    var xml = new StringBuilder();
    described(xml, zone);
    xml.append("<ChangeInfo>");
    changed(xml);
    xml.append("</ChangeInfo><DelegationSet><NameServers>");
    Xml.element(xml, "NameServer", "ns-1.aws.example");
    xml.append("</NameServers></DelegationSet>");
    return answer(201, "CreateHostedZoneResponse", xml)
        .with("Location", PATH_PREFIX + "hostedzone/" + zone.id());
  }

  private AwsResponse list(AwsRequest request) {
    int max = max(request, ZONES_MAX);
    List<Zone> all = zones.from(name(request.query().getOrDefault("dnsname", "")));
    var xml = new StringBuilder("<HostedZones>");
    all.stream().limit(max).forEach(zone -> described(xml, zone));
    xml.append("</HostedZones>");
    Xml.element(xml, "IsTruncated", Boolean.toString(all.size() > max));
    Xml.element(xml, "MaxItems", Integer.toString(max));
    return answer(200, "ListHostedZonesByNameResponse", xml);
  }

  private static void described(StringBuilder xml, Zone zone) {
    xml.append("<HostedZone>");
    Xml.element(xml, "Id", "/hostedzone/" + zone.id());
    Xml.element(xml, "Name", zone.name() + ".");
    Xml.element(xml, "CallerReference", zone.callerReference());
    xml.append("<Config>");
    Xml.element(xml, "PrivateZone", Boolean.toString(zone.isPrivate()));
    xml.append("</Config></HostedZone>");
  }

  private AwsResponse tags(String id) {
    var xml = new StringBuilder("<ResourceTagSet>");
    Xml.element(xml, "ResourceType", "hostedzone");
    Xml.element(xml, "ResourceId", id);
    xml.append("<Tags>");
    zones
        .tags(id)
        .forEach((key, value) -> {
          xml.append("<Tag>");
          Xml.element(xml, "Key", key);
          Xml.element(xml, "Value", value);
          xml.append("</Tag>");
        });
    return answer(200, "ListTagsForResourceResponse", xml.append("</Tags></ResourceTagSet>"));
  }

  private AwsResponse tag(String id, Element request) {
    Map<String, String> add = new LinkedHashMap<>();
    for (Element tag : all(request, "Tag")) {
      add.put(text(tag, "Key"), text(tag, "Value"));
    }
    List<String> remove = new ArrayList<>();
    for (Element keys : all(request, "RemoveTagKeys")) {
      all(keys, "Key").forEach(key -> remove.add(key.getTextContent()));
    }
    zones.tag(id, add, remove);
    return answer(200, "ChangeTagsForResourceResponse", new StringBuilder());
  }

  private AwsResponse sets(String id, AwsRequest request) {
    int max = max(request, SETS_MAX);
    List<RecordSet> all =
        zones.sets(
            id,
            name(request.query().getOrDefault("name", "")),
            request.query().getOrDefault("type", ""));
    var xml = new StringBuilder("<ResourceRecordSets>");
    all.stream().limit(max).forEach(set -> described(xml, set));
    xml.append("</ResourceRecordSets>");
    Xml.element(xml, "IsTruncated", Boolean.toString(all.size() > max));
    if (all.size() > max) {
      Xml.element(xml, "NextRecordName", all.get(max).name() + ".");
      Xml.element(xml, "NextRecordType", all.get(max).type());
    }
    Xml.element(xml, "MaxItems", Integer.toString(max));
    return answer(200, "ListResourceRecordSetsResponse", xml);
  }

  private static void described(StringBuilder xml, RecordSet set) {
    xml.append("<ResourceRecordSet>");
    Xml.element(xml, "Name", set.name() + ".");
    Xml.element(xml, "Type", set.type());
    Xml.element(xml, "TTL", Long.toString(set.ttlSeconds()));
    xml.append("<ResourceRecords>");
    for (String value : set.values()) {
      xml.append("<ResourceRecord>");
      Xml.element(xml, "Value", value);
      xml.append("</ResourceRecord>");
    }
    xml.append("</ResourceRecords></ResourceRecordSet>");
  }

  private AwsResponse change(String id, Element request) {
    List<Step> steps = new ArrayList<>();
    for (Element change : all(request, "Change")) {
      if (!all(change, "AliasTarget").isEmpty() || !all(change, "SetIdentifier").isEmpty()) {
        throw AwsError.notImplemented("record sets that are not simple");
      }
      steps.add(
          new Step(
              text(change, "Action"),
              new RecordSet(
                  text(change, "Type"),
                  name(text(change, "Name")),
                  Long.parseLong(text(change, "TTL")),
                  all(change, "Value").stream().map(Element::getTextContent).toList(),
                  true)));
    }
    zones.change(id, steps);
    var xml = new StringBuilder("<ChangeInfo>");
    changed(xml);
    return answer(200, "ChangeResourceRecordSetsResponse", xml.append("</ChangeInfo>"));
  }

  private static void changed(StringBuilder xml) {
    Xml.element(xml, "Id", "/change/C0LOCAL");
    Xml.element(xml, "Status", "INSYNC");
    Xml.element(xml, "SubmittedAt", "2026-01-01T00:00:00Z");
  }

  private static AwsResponse answer(int status, String root, StringBuilder inner) {
    String xml =
        "<?xml version=\"1.0\"?>\n<%s xmlns=\"%s\">%s</%s>".formatted(root, NAMESPACE, inner, root);
    return new AwsResponse(status, xml.getBytes(StandardCharsets.UTF_8))
        .with("Content-Type", "text/xml");
  }

  /// A refusal in Route 53's two forms (API_ChangeResourceRecordSets, Errors).
  static AwsResponse refusal(AwsError error) {
    if (error.code().equals(HostedZoneStore.INVALID_BATCH)) {
      var messages = new StringBuilder("<Messages>");
      Xml.element(messages, "Message", error.text());
      messages.append("</Messages>");
      Xml.element(messages, "RequestId", "local");
      return answer(error.status(), error.code(), messages);
    }
    var xml = new StringBuilder("<Error>");
    Xml.element(xml, "Type", "Sender");
    Xml.element(xml, "Code", error.code());
    Xml.element(xml, "Message", error.text());
    xml.append("</Error>");
    Xml.element(xml, "RequestId", "local");
    return answer(error.status(), "ErrorResponse", xml);
  }

  private static int max(AwsRequest request, int most) {
    String max = request.query().getOrDefault("maxitems", "" + most);
    if (!max.matches("[0-9]{1,4}") || max.equals("0")) {
      throw new AwsError(400, "InvalidInput", "MaxItems is no number above 0");
    }
    return Math.min(most, Integer.parseInt(max));
  }

  private static String name(String name) {
    return HostedZoneStore.plain(name.toLowerCase(Locale.ROOT));
  }

  private static Element xml(AwsRequest request) {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(request.body()))
          .getDocumentElement();
    } catch (SAXException | IOException e) {
      throw new AwsError(400, "InvalidInput", "the body is no XML: " + e.getMessage());
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK's parser knows these features", e);
    }
  }

  /// The text of the first element of that name; empty if there is none.
  private static String text(Element in, String name) {
    List<Element> found = all(in, name);
    return found.isEmpty() ? "" : found.getFirst().getTextContent();
  }

  private static List<Element> all(Element in, String name) {
    NodeList found = in.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      if (found.item(i) instanceof Element element) {
        elements.add(element);
      }
    }
    return elements;
  }
}
