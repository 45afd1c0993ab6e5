import JSON
import MessagesAPI

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
      (block["is_error"]?.boolValue == true ? "error: " : "") + content(block["content"] ?? .null)
    case "image": image(block["source"])
    default: line(of: block)
    }
  }

  /// What a list of blocks holds, in one line.
  static func blocks(_ blocks: JSONArray) -> String {
    line(of: blocks.prefix(8).map { block($0) }.joined(separator: " · "))
  }

  /// What a message or a tool's result holds.
  static func content(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): line(of: text.value)
    case .array(let list): blocks(list)
    case .null, .bool, .number, .object: line(of: value)
    }
  }

  private static func image(_ source: JSONValue?) -> String {
    if let url = source?["url"]?.stringValue { return line(of: url) }
    guard let data = source?["data"]?.stringValue else { return line(of: source ?? .null) }
    let signature = Base64.prefix(of: data, count: ImageFormat.signatureLength)
    let format = ImageFormat(signature: signature)
    let head = format.map { Base64.prefix(of: data, count: $0.headLength) }
    let pixels = head.flatMap { format?.pixels(head: $0) }.map { " \($0.width)×\($0.height)" } ?? ""
    let kind = format?.rawValue.uppercased() ?? "no image that is known"
    return kind + pixels + ", " + size(Base64.byteCount(of: data))
  }

  /// A number of bytes for people: `12.3 KB`.
  static func size(_ count: Int) -> String {
    guard count >= 1000 else { return "\(count) bytes" }
    let (unit, name) = count < 1_000_000 ? (1000, "KB") : (1_000_000, "MB")
    let tenths = (count * 10 + unit / 2) / unit
    return tenths >= 1000 ? "\(tenths / 10) \(name)" : "\(tenths / 10).\(tenths % 10) \(name)"
  }
}
