import JSON
import ServerSentEvents

extension FaultScript {
  /// A whole and correct stream of a message that says a text, a word at a time.
  public static func stream(saying text: String) -> [Item] {
    var words: [String] = []
    for character in text {
      if character == " " || words.isEmpty { words.append("") }
      words[words.count - 1].append(character)
    }
    let deltas = words.map { word in
      event([
        "type": "content_block_delta", "index": 0,
        "delta": ["type": "text_delta", "text": .string(word)],
      ])
    }
    return [
      event([
        "type": "message_start",
        "message": [
          "id": "msg_script", "type": "message", "role": "assistant", "model": "script",
          "content": [], "stop_reason": nil, "stop_sequence": nil,
          "usage": ["input_tokens": 1, "output_tokens": 0],
        ],
      ]),
      event([
        "type": "content_block_start", "index": 0,
        "content_block": ["type": "text", "text": ""],
      ]),
    ] + deltas + [
      event(["type": "content_block_stop", "index": 0]),
      event([
        "type": "message_delta",
        "delta": ["stop_reason": "end_turn", "stop_sequence": nil],
        "usage": ["output_tokens": .number(JSONNumber(words.count))],
      ]),
      event(["type": "message_stop"]),
    ]
  }

  /// The items of a body: its events when it is a stream, else its bytes.
  static func items(of body: [UInt8], isStream: Bool) -> [Item] {
    guard isStream else { return [.bytes(body)] }
    var decoder = ServerSentEventDecoder()
    return decoder.append(body).map { .event($0.event, $0.data) }
  }

  private static func event(_ data: JSONValue) -> Item {
    .event(data["type"]?.stringValue, data.encoded(.compact))
  }
}

extension FaultScript.EventEdit {
  /// Makes the change.
  func apply(to items: inout [FaultScript.Item]) {
    switch self {
    case .drop(let name):
      items.removeAll { $0.name == name }
    case .duplicate(let name):
      items = items.flatMap { $0.name == name ? [$0, $0] : [$0] }
    case .swap(let first, let second):
      if items.indices.contains(first), items.indices.contains(second) {
        items.swapAt(first, second)
      }
    case .rename(let name, let new):
      items = items.map { $0.name == name ? $0.renamed(new) : $0 }
    case .unname:
      items = items.map { $0.renamed(nil) }
    case .set(let pointer, let name, let value):
      items = items.map { $0.name == name ? $0.setting(pointer, value) : $0 }
    case .insert(let item, let place):
      items.insert(item, at: min(place, items.count))
    case .keep(let count):
      items.removeLast(max(0, items.count - count))
    case .stopsLast:
      let stops = items.filter { $0.name == "content_block_stop" }
      items.removeAll { $0.name == "content_block_stop" }
      let end = items.firstIndex { $0.name == "message_delta" } ?? items.count
      items.insert(contentsOf: stops, at: end)
    }
  }
}

extension FaultScript.Item {
  fileprivate var name: String? {
    if case .event(let name, _) = self { name } else { nil }
  }

  fileprivate func renamed(_ new: String?) -> FaultScript.Item {
    if case .event(_, let data) = self { .event(new, data) } else { self }
  }

  fileprivate func setting(_ pointer: JSONPointer, _ value: JSONValue?) -> FaultScript.Item {
    guard case .event(let name, let data) = self, var json = try? JSONParser.parse(data) else {
      return self
    }
    json[pointer] = value
    return .event(name, json.encoded(.compact))
  }
}
