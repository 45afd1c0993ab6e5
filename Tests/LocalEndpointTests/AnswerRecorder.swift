import JSON
import MessagesAPI
import Runs
import ServerSentEvents
import Testing

@testable import LocalEndpoint

/// A response that keeps what is sent. Time passes at once.
final class AnswerRecorder: LocalResponse {
  private(set) var status = 0
  private(set) var headers: [HTTPHeader] = []
  private(set) var bytes: [UInt8] = []
  private(set) var elapsed = Duration.zero
  /// How many pieces are taken before the client leaves.
  var patience = Int.max

  func head(status: Int, headers: [HTTPHeader], framing: BodyFraming) {
    self.status = status
    self.headers = headers
  }

  func body(_ bytes: [UInt8]) -> Bool {
    patience -= 1
    guard patience >= 0 else { return false }
    self.bytes += bytes
    return true
  }

  func pause(_ duration: Duration) -> Bool {
    elapsed += duration
    return patience > 0
  }

  func cut(_ kind: ConnectionCut) {}
  func raw(_ bytes: [UInt8]) -> Bool { true }
}

/// What came back for a request.
struct RecordedAnswer {
  let status: Int
  let elapsed: Duration
  /// The body, if it is one JSON document.
  let json: JSONValue
  let events: [ServerSentEvent]
  /// What the events fold into.
  let folded: Message.Accumulator

  var message: JSONValue { events.isEmpty ? json : folded.message.json }
  var content: JSONArray { message["content"]?.arrayValue ?? [] }
  var text: String { content.compactMap { $0["text"]?.stringValue }.joined() }
  var thinking: String { content.compactMap { $0["thinking"]?.stringValue }.joined() }
  var stopReason: String? { message["stop_reason"]?.stringValue }
  var error: String? { json["error"]?["message"]?.stringValue }
  var calls: [JSONValue] { content.filter { $0["type"] == "tool_use" } }

  func usage(_ name: String) -> Int { message["usage"]?[name]?.intValue ?? -1 }
}

extension RequestHandler {
  /// A handler whose answers depend on the requests alone.
  static func fixed(seed: UInt64? = 1) -> RequestHandler {
    RequestHandler(options: Options(seed: seed, identity: 1))
  }

  func answer(
    _ body: JSONValue, path: String = "/v1/messages", version: String? = nil
  ) -> RecordedAnswer {
    answer(bytes: body.encoded(), path: path, version: version)
  }

  func answer(
    bytes: [UInt8], path: String = "/v1/messages", method: String = "POST", version: String? = nil
  ) -> RecordedAnswer {
    let recorder = AnswerRecorder()
    let headers = version.map { [HTTPHeader("anthropic-version", $0)] } ?? []
    respond(
      to: LocalRequest(method: method, target: path, headers: headers, body: bytes), on: recorder)
    var decoder = ServerSentEventDecoder()
    var folded = Message.Accumulator()
    let isStream = recorder.headers.contains { $0.value.hasPrefix("text/event-stream") }
    if isStream {
      recorder.bytes.withUnsafeBytes { bytes in
        decoder.append(bytes) { _ = folded.append($0) }
      }
      folded.finish(.clean)
    }
    var again = ServerSentEventDecoder()
    return RecordedAnswer(
      status: recorder.status, elapsed: recorder.elapsed,
      json: isStream ? .null : (try? JSONParser.parse(recorder.bytes)) ?? .null,
      events: isStream ? again.append(recorder.bytes) : [], folded: folded)
  }

  /// Asks with one user message and further fields.
  func ask(_ question: String, _ fields: JSONObject = [:], stream: Bool = false) -> RecordedAnswer {
    var body: JSONObject = ["messages": [["role": "user", "content": .string(question)]]]
    if stream { body["stream"] = true }
    body.members += fields.members
    return answer(.object(body))
  }
}
