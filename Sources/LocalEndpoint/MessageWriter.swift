import JSON
import Runs
import ServerSentEvents

/// Writes an answer while it comes into being: as a stream of events, or as one document at the end.
final class MessageWriter {
  /// The client doesn't wait for the answer any more.
  struct ClientLeft: Error {}

  /// The kinds of deltas, by their wire names.
  enum Delta: String {
    case text = "text_delta"
    case thinking = "thinking_delta"
    case signature = "signature_delta"
    case inputJSON = "input_json_delta"

    /// The member that holds the delta's text.
    fileprivate var key: String {
      switch self {
      case .text: "text"
      case .thinking: "thinking"
      case .signature: "signature"
      case .inputJSON: "partial_json"
      }
    }
  }

  /// Why an answer ends.
  struct Ending {
    var reason: String
    var stopSequence: String?
    var usage: JSONValue
  }

  private let response: any LocalResponse
  private let isStreaming: Bool
  private let tokenTime: Duration
  /// The message without its content, as it starts.
  private var message: JSONObject
  /// The content, when it goes out at the end.
  private var blocks: [JSONObject] = []
  /// The text of the open block's deltas, by the kind of delta.
  private var texts: [(delta: Delta, text: String)] = []
  private var blockCount = 0
  private var sinceLastPing = Duration.zero

  /// How long the stream may be silent but for deltas before a `ping` is sent.
  private static let pingInterval = Duration.seconds(10)

  /// - Parameter tokensPerSecond: The pace; nil for none.
  init(
    _ response: any LocalResponse, message: JSONObject, isStreaming: Bool, tokensPerSecond: Double?
  ) {
    self.response = response
    self.message = message
    self.isStreaming = isStreaming
    tokenTime = tokensPerSecond.map { .seconds(1 / $0) } ?? .zero
  }

  /// Begins the answer.
  func start() throws(ClientLeft) {
    guard isStreaming else { return }
    response.head(
      status: 200,
      headers: [
        HTTPHeader("content-type", "text/event-stream; charset=utf-8"),
        HTTPHeader("cache-control", "no-cache"),
      ])
    try send("message_start", ["message": .object(message)])
  }

  /// Begins a block of content, which has the members that are there from the start.
  func startBlock(_ block: JSONObject) throws(ClientLeft) {
    texts = []
    guard isStreaming else {
      blocks.append(block)
      return
    }
    try send("content_block_start", ["index": index, "content_block": .object(block)])
    if blockCount == 0 { try send("ping", [:]) }
  }

  /// Adds to the open block.
  func append(_ text: String, as delta: Delta) throws(ClientLeft) {
    guard isStreaming else {
      if texts.last?.delta != delta { texts.append((delta, "")) }
      texts[texts.count - 1].text += text
      return
    }
    let json: JSONObject = ["type": .string(delta.rawValue), delta.key: .string(text)]
    try send("content_block_delta", ["index": index, "delta": .object(json)])
  }

  /// Ends the open block.
  func stopBlock() throws(ClientLeft) {
    if isStreaming {
      try send("content_block_stop", ["index": index])
    } else {
      for (delta, text) in texts { settle(text, as: delta) }
    }
    blockCount += 1
  }

  /// Lets the time pass that one token takes.
  func pauseForToken() throws(ClientLeft) {
    guard tokenTime > .zero else { return }
    guard response.pause(tokenTime) else { throw ClientLeft() }
    sinceLastPing += tokenTime
    if isStreaming, sinceLastPing >= Self.pingInterval { try send("ping", [:]) }
  }

  /// Ends the answer.
  func finish(_ ending: Ending) throws(ClientLeft) {
    let stopSequence = ending.stopSequence.map { JSONValue.string($0) } ?? .null
    if isStreaming {
      try send(
        "message_delta",
        [
          "delta": ["stop_reason": .string(ending.reason), "stop_sequence": stopSequence],
          "usage": ending.usage,
        ])
      try send("message_stop", [:])
      return
    }
    message["content"] = .array(JSONArray(blocks.map { .object($0) }))
    message["stop_reason"] = .string(ending.reason)
    message["stop_sequence"] = stopSequence
    message["usage"] = ending.usage
    let bytes = JSONValue.object(message).encoded(.compact)
    response.head(
      status: 200, headers: [HTTPHeader("content-type", "application/json")],
      framing: .length(bytes.count))
    if !response.body(bytes) { throw ClientLeft() }
  }

  private var index: JSONValue { .number(JSONNumber(blockCount)) }

  /// Puts a delta's whole text where it belongs in the block of a document.
  private func settle(_ text: String, as delta: Delta) {
    let last = blocks.count - 1
    if delta == .inputJSON {
      // Input that was cut, or is wrong, has no place in a document.
      blocks[last]["input"] = (try? JSONValue(parsing: text)) ?? [:]
    } else {
      blocks[last][delta.key] = .string(text)
    }
  }

  private func send(_ name: String, _ members: JSONObject) throws(ClientLeft) {
    var event: JSONObject = ["type": .string(name)]
    event.members += members.members
    let bytes = ServerSentEventEncoder.encode(
      event: name, data: JSONValue.object(event).encoded(.compact))
    if name == "ping" { sinceLastPing = .zero }
    if !response.body(bytes) { throw ClientLeft() }
  }
}
