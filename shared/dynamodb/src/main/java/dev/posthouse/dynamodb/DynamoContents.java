package dev.posthouse.dynamodb;

import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.Contents;
import java.util.Optional;

/// The [Contents] in DynamoDB, and elsewhere what is too big for it to be cheap there.
///
/// A put to S3 costs about as much as 8 write units, so that is where it begins.
public final class DynamoContents implements Contents {
  private static final int ITEM_BYTES_MAX = 8 << 10;
  private static final String PAYLOAD = "payload";

  private final Table table;
  private final Contents big;

  /// @param big where content goes that takes more than 8 KB deflated
  public DynamoContents(Table table, Contents big) {
    this.table = table;
    this.big = big;
  }

  @Override
  public void put(String key, Content content) {
    byte[] bytes = ContentCodec.encode(content);
    if (bytes.length > ITEM_BYTES_MAX) {
      big.put(key, content);
      // What was there before would be found first.
      deleteItem(key);
      return;
    }
    var item = Item.at(Key.content(key), "content").with(PAYLOAD, bytes).build();
    table.client().putItem(put -> put.tableName(table.name()).item(item));
  }

  @Override
  public Optional<Content> get(String key) {
    return table
        .get(Key.content(key))
        .map(item -> ContentCodec.decode(Attributes.bytes(item, PAYLOAD)))
        .or(() -> big.get(key));
  }

  @Override
  public void delete(String key) {
    deleteItem(key);
    big.delete(key);
  }

  private void deleteItem(String key) {
    table
        .client()
        .deleteItem(delete -> delete.tableName(table.name()).key(Key.content(key).attributes()));
  }
}
