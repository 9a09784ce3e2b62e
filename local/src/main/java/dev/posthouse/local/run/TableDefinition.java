package dev.posthouse.local.run;

import static dev.posthouse.local.run.CloudFormation.list;
import static dev.posthouse.local.run.CloudFormation.map;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/// Turns the template's table into the request that makes it.
///
/// Time to live, backups and encryption are left out: DynamoDB Local knows none of them, or not by
/// the virtual clock.
final class TableDefinition {
  private TableDefinition() {}

  static CreateTableRequest of(String name, Map<String, Object> table) {
    String view = string(map(table.get("StreamSpecification")), "StreamViewType");
    CreateTableRequest.Builder request =
        CreateTableRequest.builder()
            .tableName(name)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .attributeDefinitions(
                list(table.get("AttributeDefinitions")).stream()
                    .map(each -> attribute(map(each)))
                    .toList())
            .keySchema(keys(table.get("KeySchema")))
            .streamSpecification(
                StreamSpecification.builder()
                    .streamEnabled(true)
                    .streamViewType(known(StreamViewType.fromValue(view), view))
                    .build());
    List<GlobalSecondaryIndex> indexes =
        list(table.get("GlobalSecondaryIndexes")).stream().map(each -> index(map(each))).toList();
    // DynamoDB refuses an empty list.
    return indexes.isEmpty() ? request.build() : request.globalSecondaryIndexes(indexes).build();
  }

  private static AttributeDefinition attribute(Map<String, Object> attribute) {
    String type = string(attribute, "AttributeType");
    return AttributeDefinition.builder()
        .attributeName(string(attribute, "AttributeName"))
        .attributeType(ScalarAttributeType.fromValue(type))
        .build();
  }

  private static List<KeySchemaElement> keys(@Nullable Object keys) {
    return list(keys).stream()
        .map(each ->
            KeySchemaElement.builder()
                .attributeName(string(map(each), "AttributeName"))
                .keyType(KeyType.fromValue(string(map(each), "KeyType")))
                .build())
        .toList();
  }

  private static GlobalSecondaryIndex index(Map<String, Object> index) {
    String projection = string(map(index.get("Projection")), "ProjectionType");
    return GlobalSecondaryIndex.builder()
        .indexName(string(index, "IndexName"))
        .keySchema(keys(index.get("KeySchema")))
        .projection(
            Projection.builder().projectionType(ProjectionType.fromValue(projection)).build())
        .build();
  }

  /// Neither cfn-lint nor the SDK minds a misspelt view.
  private static StreamViewType known(StreamViewType type, String text) {
    if (type == StreamViewType.UNKNOWN_TO_SDK_VERSION) {
      throw new IllegalArgumentException("no StreamViewType: " + text);
    }
    return type;
  }

  private static String string(Map<String, Object> properties, String name) {
    return String.valueOf(properties.get(name));
  }
}
