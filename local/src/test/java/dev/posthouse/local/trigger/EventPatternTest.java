package dev.posthouse.local.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class EventPatternTest {
  private static final String EVENT =
      """
      {"source": "aws.ses", "eventName": "INSERT", "count": 10, "none": null, "tags": ["a", "b"],
       "empty": [], "on": true, "parts": [{"n": 1}, {"n": 2}],
       "dynamodb": {"NewImage": {"kind": {"S": "job"}, "status": {"S": "queued"}}}}
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'source': ['aws.ses']}",
        "{'source': ['x', 'aws.ses'], 'count': [10]}",
        "{'count': [10.0]}",
        "{'dynamodb': {'NewImage': {'kind': {'S': ['job']}, 'status': {'S': ['queued']}}}}",
        "{'tags': ['b']}",
        "{'parts': {'n': [2]}}",
        "{'none': [null]}",
        "{'on': [true]}",
        "{'source': [{'prefix': 'aws.'}]}",
        "{'source': [{'suffix': 'ses'}]}",
        "{'source': [{'equals-ignore-case': 'AWS.SES'}]}",
        "{'source': [{'wildcard': 'a*s.*s'}]}",
        "{'source': [{'anything-but': ['x', 'y']}]}",
        "{'source': [{'anything-but': 'x'}]}",
        "{'source': [{'anything-but': {'prefix': 'x'}}]}",
        "{'count': [{'numeric': ['>', 5, '<=', 10]}]}",
        "{'count': [{'numeric': ['=', 3]}, 10]}",
        "{'source': [{'exists': true}], 'missing': [{'exists': false}]}",
        "{'missing': {'deeper': [{'exists': false}]}}",
        "{'empty': [{'exists': false}]}",
        "{'$or': [{'source': ['x']}, {'count': [10]}]}",
      })
  void matches(String pattern) {
    assertThat(matching(pattern)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'source': ['aws.s3']}",
        "{'source': ['aws.ses'], 'count': [11]}",
        "{'count': ['10']}",
        "{'on': ['true']}",
        "{'dynamodb': {'NewImage': {'kind': {'S': ['tenant']}}}}",
        "{'dynamodb': {'OldImage': {'kind': {'S': ['job']}}}}",
        "{'tags': ['c']}",
        "{'missing': ['x']}",
        "{'missing': [null]}",
        "{'source': [{'prefix': 'ses'}]}",
        "{'source': [{'anything-but': ['aws.ses']}]}",
        "{'missing': [{'anything-but': 'x'}]}",
        "{'count': [{'numeric': ['>', 10]}]}",
        "{'source': [{'numeric': ['=', 10]}]}",
        "{'source': [{'exists': false}]}",
        "{'dynamodb': [{'exists': true}]}",
        "{'$or': [{'source': ['x']}, {'count': [11]}]}",
      })
  void doesNotMatch(String pattern) {
    assertThat(matching(pattern)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'source': 'aws.ses'} | a list with values",
        "{'source': []} | a list with values",
        "{} | must be an object with fields",
        "{'a': [{'prefx': 'x'}]} | unknown comparison prefx",
        "{'a': [{'prefix': 3}]} | prefix takes a string",
        "{'a': [{'numeric': ['>']}]} | numeric takes pairs",
        "{'a': [{'numeric': ['~', 3]}]} | numeric does not take",
        "{'a': [['x']]} | a list in a list",
        "{'a' | not JSON",
      })
  void aPatternThatAwsWouldRefuseIsRefused(String pattern, String reason) {
    assertThatThrownBy(() -> matching(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  private static boolean matching(String pattern) {
    return EventPattern.parse(pattern.replace('\'', '"'))
        .matches(JsonMapper.shared().readTree(EVENT));
  }
}
