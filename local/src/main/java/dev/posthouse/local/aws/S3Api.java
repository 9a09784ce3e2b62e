package dev.posthouse.local.aws;

import dev.posthouse.local.aws.ObjectStore.Stored;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/// S3, path style: objects and their listing.
final class S3Api {
  private static final int KEYS_MAX = 1000; // of ListObjectsV2
  private static final int KEY_BYTES_MAX = 1024; // UserGuide, object-keys

  /// Parameters that do not make another operation of a request.
  private static final Set<String> PLAIN_PARAMETERS =
      Set.of(
          "x-id",
          "list-type",
          "prefix",
          "max-keys",
          "continuation-token",
          "start-after",
          "encoding-type",
          "fetch-owner",
          "delimiter",
          // A presigned link: on loopback, who knows it may follow it.
          "X-Amz-Algorithm",
          "X-Amz-Credential",
          "X-Amz-Date",
          "X-Amz-Expires",
          "X-Amz-Signature",
          "X-Amz-SignedHeaders",
          "response-content-type",
          "response-content-disposition");

  private static final Set<String> KEPT_HEADERS =
      Set.of("content-type", "content-disposition", "content-language", "cache-control", "expires");

  private final ObjectStore store;
  private final InstantSource clock;
  private final Outgoing outgoing;

  S3Api(ObjectStore store, InstantSource clock, Outgoing outgoing) {
    this.store = store;
    this.clock = clock;
    this.outgoing = outgoing;
  }

  AwsResponse answer(AwsRequest request) {
    List<String> path = List.of(request.path().substring(1).split("/", 2));
    String bucket = AwsRequest.decoded(path.getFirst());
    String key = path.size() > 1 ? AwsRequest.decoded(path.get(1)) : "";
    String operation =
        "S3 %s %s".formatted(request.method(), key.isEmpty() ? "on a bucket" : "on an object")
            + otherParameters(request);
    if (!PLAIN_PARAMETERS.containsAll(request.query().keySet())
        || bucket.isEmpty()
        || request.header("x-amz-copy-source").isPresent()) {
      throw AwsError.notImplemented(operation);
    }
    if (key.isEmpty() && request.query().containsKey("list-type")) {
      return list(bucket, request.query());
    }
    if (key.isEmpty()) {
      return switch (request.method()) {
        case "PUT" -> createBucket(bucket);
        case "HEAD" -> headBucket(bucket);
        default -> throw AwsError.notImplemented(operation);
      };
    }
    return switch (request.method()) {
      case "PUT" -> put(bucket, key, request);
      case "GET" -> get(bucket, key, request.query());
      case "HEAD" -> head(object(bucket, key));
      case "DELETE" -> delete(bucket, key);
      default -> throw AwsError.notImplemented(operation);
    };
  }

  private static String otherParameters(AwsRequest request) {
    List<String> others =
        request.query().keySet().stream().filter(name -> !PLAIN_PARAMETERS.contains(name)).toList();
    return others.isEmpty() ? "" : " with " + others;
  }

  private AwsResponse createBucket(String bucket) {
    if (!bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
      throw new AwsError(400, "InvalidBucketName", "The specified bucket is not valid.");
    }
    if (!store.create(bucket)) {
      throw new AwsError(
          409,
          "BucketAlreadyOwnedByYou",
          "Your previous request to create the named bucket succeeded and you already own it.");
    }
    return new AwsResponse(200, new byte[0]).with("Location", "/" + bucket);
  }

  private AwsResponse headBucket(String bucket) {
    objects(bucket);
    return new AwsResponse(200, new byte[0]).with("x-amz-bucket-region", Aws.REGION);
  }

  private NavigableMap<String, Stored> objects(String bucket) {
    return store
        .objects(bucket)
        .orElseThrow(
            () -> new AwsError(404, "NoSuchBucket", "The specified bucket does not exist"));
  }

  private Stored object(String bucket, String key) {
    Stored stored = objects(bucket).get(key);
    if (stored == null) {
      throw new AwsError(404, "NoSuchKey", "The specified key does not exist.");
    }
    return stored;
  }

  private AwsResponse put(String bucket, String key, AwsRequest request) {
    boolean there = objects(bucket).containsKey(key);
    if (key.getBytes(StandardCharsets.UTF_8).length > KEY_BYTES_MAX) {
      throw new AwsError(400, "KeyTooLongError", "Your key is too long");
    }
    if (there && request.header("If-None-Match").isPresent()) {
      throw new AwsError(
          412,
          "PreconditionFailed",
          "At least one of the pre-conditions you specified did not hold");
    }
    ChunkedBody body = ChunkedBody.of(request);
    byte[] content = body.content();
    checkDigests(request, body);
    Instant now = clock.instant();
    Map<String, String> headers = new LinkedHashMap<>(body.checksums());
    request
        .headers()
        .forEach((name, values) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (KEPT_HEADERS.contains(lower) || lower.startsWith("x-amz-meta-")) {
            headers.put(lower, values.getFirst());
          }
        });
    var stored = new Stored(key, content.length, Digests.hex("MD5", content), now, headers);
    store.put(bucket, stored, content);
    Outgoing.Batch batch = outgoing.batch();
    var created = new ObjectCreated(bucket, key, content.length, stored.eTag(), now);
    batch.surely(now, new Due.Created(created));
    batch.commit();
    AwsResponse response =
        new AwsResponse(200, new byte[0]).with("ETag", '"' + stored.eTag() + '"');
    body.checksums().forEach(response::with);
    return response;
  }

  private static void checkDigests(AwsRequest request, ChunkedBody body) {
    Optional<String> md5 = request.header("Content-MD5");
    if (md5.isPresent() && !md5.get().equals(Digests.base64("MD5", body.content()))) {
      throw new AwsError(
          400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
    }
    body.checksums()
        .forEach((name, value) -> {
          if (!Digests.checksum(name, body.content()).orElse(value).equals(value)) {
            throw new AwsError(
                400,
                "BadDigest",
                "The %s you specified did not match the calculated checksum.".formatted(name));
          }
        });
  }

  private AwsResponse get(String bucket, String key, Map<String, String> query) {
    // The object may be replaced between the look at it and the look at its content.
    while (true) {
      Stored stored = object(bucket, key);
      Optional<byte[]> content = store.content(bucket, stored);
      if (content.isPresent()) {
        AwsResponse response = described(new AwsResponse(200, content.get()), stored);
        for (String name : List.of("content-type", "content-disposition")) {
          String asked = query.get("response-" + name);
          if (asked != null) {
            response.with(name, asked);
          }
        }
        return response;
      }
    }
  }

  private static AwsResponse head(Stored stored) {
    return described(new AwsResponse(200, new byte[0]), stored)
        .with("Content-Length", Long.toString(stored.sizeBytes()));
  }

  private static AwsResponse described(AwsResponse response, Stored stored) {
    response.with("Content-Type", "binary/octet-stream");
    stored.headers().forEach(response::with);
    return response
        .with("ETag", '"' + stored.eTag() + '"')
        .with(
            "Last-Modified",
            DateTimeFormatter.RFC_1123_DATE_TIME.format(stored.at().atOffset(ZoneOffset.UTC)));
  }

  private AwsResponse delete(String bucket, String key) {
    objects(bucket);
    store.delete(bucket, key);
    return new AwsResponse(204, new byte[0]);
  }

  private AwsResponse list(String bucket, Map<String, String> query) {
    if (!query.getOrDefault("delimiter", "").isEmpty()) {
      throw AwsError.notImplemented("S3 ListObjectsV2 with a delimiter");
    }
    String prefix = query.getOrDefault("prefix", "");
    String after = query.getOrDefault("continuation-token", query.getOrDefault("start-after", ""));
    int limit = Math.min(KEYS_MAX, Integer.parseInt(query.getOrDefault("max-keys", "1000")));
    List<Stored> found =
        objects(bucket).tailMap(after, false).values().stream()
            .filter(each -> each.key().startsWith(prefix))
            .limit(limit + 1L)
            .toList();
    List<Stored> page = found.subList(0, Math.min(limit, found.size()));
    boolean encoded = "url".equals(query.get("encoding-type"));
    var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append("<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    Xml.element(xml, "Name", bucket);
    Xml.element(xml, "Prefix", name(prefix, encoded));
    Xml.element(xml, "KeyCount", Integer.toString(page.size()));
    Xml.element(xml, "MaxKeys", Integer.toString(limit));
    Xml.element(xml, "IsTruncated", Boolean.toString(found.size() > page.size()));
    if (encoded) {
      Xml.element(xml, "EncodingType", "url");
    }
    if (found.size() > page.size() && !page.isEmpty()) {
      Xml.element(xml, "NextContinuationToken", page.getLast().key());
    }
    for (Stored each : page) {
      xml.append("<Contents>");
      Xml.element(xml, "Key", name(each.key(), encoded));
      Xml.element(xml, "LastModified", Json.millis(each.at()));
      Xml.element(xml, "ETag", '"' + each.eTag() + '"');
      Xml.element(xml, "Size", Long.toString(each.sizeBytes()));
      Xml.element(xml, "StorageClass", "STANDARD");
      xml.append("</Contents>");
    }
    xml.append("</ListBucketResult>");
    return new AwsResponse(200, xml.toString().getBytes(StandardCharsets.UTF_8))
        .with("Content-Type", "application/xml");
  }

  private static String name(String key, boolean encoded) {
    return encoded ? URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20") : key;
  }
}
