import JSON

/// Short one-line texts that stand for long values.
enum Preview {
  /// The most characters that a preview is made of; what is shown of them depends on the pane.
  private static let limit = 200

  /// The beginning of a text, with line ends shown as `⏎`.
  static func line(of text: String) -> String {
    var line = ""
    var count = 0
    for character in text {
      if count == limit { return line + "…" }
      line.append(character.isNewline ? "⏎" : character)
      count += 1
    }
    return line
  }

  /// The beginning of a value's compact JSON.
  static func line(of value: JSONValue) -> String { line(of: value.text(.compact)) }

  /// What a content block holds.
  static func block(_ block: JSONValue) -> String {
    switch block["type"]?.stringValue {
    case "text": line(of: block["text"]?.stringValue ?? "")
    case "thinking": line(of: block["thinking"]?.stringValue ?? "")
    case "tool_use":
      line(of: (block["name"]?.stringValue ?? "") + " " + (block["input"] ?? .null).text(.compact))
    case "tool_result":
      (block["is_error"]?.boolValue == true ? "error: " : "") + content(block["content"])
    case "image": image(block["source"])
    default: line(of: block)
    }
  }

  /// What a list of blocks holds, in one line.
  static func blocks(_ blocks: JSONArray) -> String {
    line(of: blocks.prefix(8).map { block($0) }.joined(separator: " · "))
  }

  private static func content(_ value: JSONValue?) -> String {
    switch value {
    case .string(let text)?: line(of: text.value)
    case .array(let list)?: blocks(list)
    case let other: line(of: other ?? .null)
    }
  }

  private static func image(_ source: JSONValue?) -> String {
    if let url = source?["url"]?.stringValue { return line(of: url) }
    let bytes = (source?["data"]?.stringValue?.utf8.count ?? 0) * 3 / 4
    return "\(source?["media_type"]?.stringValue ?? "image"), about \(bytes) bytes"
  }
}
