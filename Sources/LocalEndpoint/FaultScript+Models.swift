extension FaultScript {
  /// The `fault/…` models of the embedded endpoint, to practise with: each does one thing wrong.
  public static let models: FaultScript = {
    do throws(ParseError) {
      return try FaultScript(parsing: Array(modelsText.utf8))
    } catch {
      preconditionFailure("the script of the fault models: \(error)")
    }
  }()

  /// The names of the models that the steps speak of, each once.
  var modelNames: [String] {
    var names: [String] = []
    for name in steps.compactMap(\.match.model)
    where !name.hasSuffix("*") && !names.contains(name) {
      names.append(name)
    }
    return names
  }

  private static let modelsText = """
    {"steps": [
      {"match": {"model": "fault/overloaded"}, "status": 529, "headers": {"retry-after": "5"},
       "error": "Overloaded"},
      {"match": {"model": "fault/rate-limit"}, "status": 429,
       "headers": {"retry-after-ms": "2500", "anthropic-ratelimit-requests-remaining": "0"},
       "error": "Too many requests"},
      {"match": {"model": "fault/unauthorized"}, "status": 401,
       "headers": {"www-authenticate": "Bearer"},
       "error": "invalid key"},
      {"match": {"model": "fault/html"}, "status": 502, "headers": {"content-type": "text/html"},
       "body": "<html><head><title>502 Bad Gateway</title></head><body>proxy</body></html>"},
      {"match": {"model": "fault/redirect"}, "status": 307,
       "headers": {"location": "https://example.com/v1/messages"}, "body": ""},
      {"match": {"model": "fault/not-http"}, "raw": "220 mail.example.com ESMTP\\r\\n"},
      {"match": {"model": "fault/cut"}, "as_model": "workbench-small",
       "cut": {"at": 1200}},
      {"match": {"model": "fault/reset"}, "as_model": "workbench-small",
       "cut": {"at": 1200, "by": "reset"}},
      {"match": {"model": "fault/stall"}, "as_model": "workbench-small",
       "stalls": [{"at": 1200, "ms": 30000}]},
      {"match": {"model": "fault/one-byte"}, "as_model": "workbench-small",
       "piece": 1, "pace_ms": 1},
      {"match": {"model": "fault/crlf"}, "byte_order_mark": true,
       "line_end": "\\r\\n", "say": "Lines that end with CRLF, after a byte order mark."},
      {"match": {"model": "fault/unnamed"}, "as_model": "workbench-small",
       "edits": [{"unname": true}]},
      {"match": {"model": "fault/no-terminator"}, "as_model": "workbench-small",
       "edits": [{"drop": "message_stop"}]},
      {"match": {"model": "fault/no-stop-reason"}, "as_model": "workbench-small",
       "edits": [{"drop": "message_delta"}, {"drop": "message_stop"}]},
      {"match": {"model": "fault/null-usage"}, "as_model": "workbench-small",
       "edits": [{"set": "/usage", "in": "message_delta", "value": null}]},
      {"match": {"model": "fault/overlap"}, "as_model": "workbench-small",
       "edits": [{"stops_last": true}]},
      {"match": {"model": "fault/error"}, "as_model": "workbench-small",
       "edits": [{"keep": 8},
         {"insert": {"event": "error",
         "data": {"type": "error", "error": {"type": "api_error", "message": "it broke"}}},
         "at": 8}]},
      {"match": {"model": "fault/bad-json"}, "as_model": "workbench-small",
       "edits": [
         {"insert": {"event": "content_block_delta",
         "data": "{\\"type\\": "}, "at": 4}]},
      {"match": {"model": "fault/unknown"}, "as_model": "workbench-small",
       "edits": [
         {"insert": {"event": "telepathy", "data": {"type": "telepathy", "strength": 7}}, "at": 3},
         {"insert": {"event": "content_block_delta", "data": {"type": "content_block_delta",
           "index": 0, "delta": {"type": "smell_delta", "smell": "coffee"}}}, "at": 4},
         {"set": "/delta/stop_reason", "in": "message_delta", "value": "bored"}]},
      {"match": {"model": "fault/refusal"}, "as_model": "workbench-small",
       "edits": [
         {"set": "/delta/stop_reason", "in": "message_delta", "value": "refusal"},
         {"set": "/delta/stop_details", "in": "message_delta",
          "value": {"type": "refusal", "category": "practice", "explanation": "To practise."}}]}
    ]}
    """
}
