import JSON
import MessagesAPI

/// Short one-line texts that stand for long values.
enum Preview {
  /// The most characters that a preview is made of; what is shown of them depends on the pane.
  private static let limit = 200
  /// The most bytes of JSON that are written for a preview.
  private static let byteLimit = 16 * limit

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
  static func line(of value: JSONValue) -> String { line(of: beginning(of: value)) }

  private static func beginning(of value: JSONValue) -> String {
    value.text(.compact, limit: byteLimit)
  }

  /// What a content block holds.
  static func block(_ block: JSONValue) -> String {
    switch block["type"]?.stringValue {
    case "text": line(of: block["text"]?.stringValue ?? "")
    case "thinking": line(of: block["thinking"]?.stringValue ?? "")
    case "tool_use":
      line(
        of: [block["name"]?.stringValue, block["input"].map(beginning)].compactMap(\.self)
          .joined(separator: " "))
    case "tool_result":
      (block["is_error"]?.boolValue == true ? "error: " : "")
        + (block["content"].map(content) ?? "no content")
    case "image": image(block["source"])
    case "document": document(block)
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
    guard let data = source?["data"]?.stringValue else { return source.map(line) ?? "no source" }
    let signature = Base64.prefix(of: data, count: ImageFormat.signatureLength)
    let format = ImageFormat(signature: signature)
    let head = format.map { Base64.prefix(of: data, count: $0.headLength) }
    let pixels = head.flatMap { format?.pixels(head: $0) }.map { " \($0.width)×\($0.height)" } ?? ""
    let kind = format?.rawValue.uppercased() ?? "no image that is known"
    return kind + pixels + ", " + size(Base64.byteCount(of: data))
  }

  /// The title of a document, and what it comes from.
  private static func document(_ block: JSONValue) -> String {
    let title = block["title"]?.stringValue
    let source = block["source"].map(origin) ?? (title == nil ? "no source" : nil)
    return line(of: [title, source].compactMap(\.self).joined(separator: ": "))
  }

  private static func origin(of source: JSONValue) -> String {
    switch source["type"]?.stringValue {
    case "text": line(of: source["data"]?.stringValue ?? "")
    case "content": content(source["content"] ?? .null)
    case "base64":
      (source["media_type"]?.stringValue ?? "no media type") + ", "
        + size(Base64.byteCount(of: source["data"]?.stringValue ?? ""))
    default: source["url"]?.stringValue ?? source["file_id"]?.stringValue ?? line(of: source)
    }
  }

  /// A number of bytes for people: `12.3 KB`.
  static func size(_ count: Int) -> String {
    guard count >= 1000 else { return "\(count) bytes" }
    let (unit, name) = count < 1_000_000 ? (1000, "KB") : (1_000_000, "MB")
    let tenths = (count * 10 + unit / 2) / unit
    return tenths >= 1000 ? "\(tenths / 10) \(name)" : "\(tenths / 10).\(tenths % 10) \(name)"
  }
}
