package dev.posthouse.route53;

import java.util.List;
import software.amazon.awssdk.services.route53domains.model.ContactDetail;
import software.amazon.awssdk.services.route53domains.model.ContactType;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Who registers domains: the operator, in the JSON of Route 53's `ContactDetail`.
public final class DomainContact {
  private static final JsonMapper JSON = JsonMapper.shared();

  /// What every registry asks for.
  private static final List<String> NEEDED =
      List.of(
          "FirstName",
          "LastName",
          "AddressLine1",
          "City",
          "CountryCode",
          "ZipCode",
          "PhoneNumber",
          "Email");

  private DomainContact() {}

  /// Reads a contact.
  ///
  /// @throws IllegalArgumentException naming what is missing, and nothing of what is there
  public static ContactDetail read(String text) {
    JsonNode json = parsed(text);
    List<String> missing =
        NEEDED.stream().filter(name -> json.path(name).asString("").isBlank()).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("the contact for domains lacks " + missing);
    }
    ContactDetail.Builder contact =
        ContactDetail.builder()
            .firstName(json.path("FirstName").asString())
            .lastName(json.path("LastName").asString())
            .contactType(json.path("ContactType").asString(ContactType.PERSON.toString()))
            .addressLine1(json.path("AddressLine1").asString())
            .city(json.path("City").asString())
            .countryCode(json.path("CountryCode").asString())
            .zipCode(json.path("ZipCode").asString())
            .phoneNumber(json.path("PhoneNumber").asString())
            .email(json.path("Email").asString());
    if (json.has("OrganizationName")) {
      contact.organizationName(json.path("OrganizationName").asString());
    }
    if (json.has("AddressLine2")) {
      contact.addressLine2(json.path("AddressLine2").asString());
    }
    if (json.has("State")) {
      contact.state(json.path("State").asString());
    }
    return contact.build();
  }

  private static JsonNode parsed(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      if (json.isObject()) {
        return json;
      }
    } catch (JacksonException e) {
      // Said below, without what it quotes.
    }
    throw new IllegalArgumentException("the contact for domains is not a JSON object");
  }
}
