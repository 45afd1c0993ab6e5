import JSON
import MessagesAPI
import Testing

struct APIErrorTests {
  @Test(arguments: [
    (
      #"{"type":"error","error":{"type":"overloaded_error","message":"Busy"},"request_id":"r"}"#,
      "overloaded_error", "Busy"
    ),
    (#"{"error":{"message":"No","type":"invalid","code":400}}"#, "invalid", "No"),
    (#"{"error":"model not found"}"#, nil, "model not found"),
    (#"{"detail":"Not Found"}"#, nil, "Not Found"),
    (
      #"{"detail":[{"loc":["body","messages",0],"msg":"field required","type":"missing"}]}"#, nil,
      "body.messages.0: field required"
    ),
    (
      #"{"code":500,"message":"Compute error.","type":"server_error"}"#, "server_error",
      "Compute error."
    ),
    ("Internal Server Error\n", nil, "Internal Server Error"),
    (
      "<html><head><title> 413 Too Large </title></head></html>", nil, "413 Too Large"
    ),
    (#"{"error":{"type":"api_er"#, nil, #"{"error":{"type":"api_er"#),
    ("", nil, ""),
  ])
  func `an error is read from a body of any shape`(body: String, type: String?, message: String) {
    let error = APIError(body: Array(body.utf8), status: 500)
    #expect(error.type == type)
    #expect(error.message == message)
    #expect(error.status == 500)
  }

  @Test func `a body that is not UTF-8 still has a message`() {
    #expect(APIError(body: [0x41, 0xFF, 0x42], status: 502).message == "A\u{FFFD}B")
  }

  @Test func `the request's id and the code of a spend limit are kept`() {
    let json: JSONValue = [
      "type": "error",
      "error": [
        "type": "rate_limit_error", "message": "Limit", "details": ["error_code": "spend_limit"],
      ],
      "request_id": "req_1",
    ]
    let error = APIError(json: json)
    #expect(error?.requestID == "req_1")
    #expect(error?.code == "spend_limit")
    #expect(error?.json == json)
  }
}
