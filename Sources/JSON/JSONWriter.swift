/// Writes JSON values as UTF-8.
public struct JSONWriter: Sendable {
  /// How white space is written. Numbers and string escapes are always written as they were read.
  public enum Style: Hashable, Sendable {
    /// No white space.
    case compact
    /// A line for each member and element, indented by two spaces.
    case pretty
    /// As the value was read, white space included; what is new is laid out like its neighbourhood.
    case asWritten
  }

  /// A member, or an element, which has no key.
  struct Item {
    let key: JSONString?
    let value: JSONValue
  }

  private let style: Style
  private let limit: Int
  private var output: [UInt8] = []

  /// The value's text.
  ///
  /// - Parameter limit: How many bytes of the text are wanted; the end may cut a character. What is beyond
  ///   costs nothing.
  public static func write(_ value: JSONValue, _ style: Style, limit: Int = .max) -> [UInt8] {
    var writer = JSONWriter(style: style, limit: limit)
    writer.write(value, indentation: 0)
    if writer.output.count > limit { writer.output.removeLast(writer.output.count - limit) }
    return writer.output
  }

  private init(style: Style, limit: Int) {
    self.style = style
    self.limit = limit
  }

  /// How many bytes are still wanted.
  private var room: Int { max(limit - output.count, 0) }

  private mutating func write(_ value: JSONValue, indentation: Int) {
    switch value {
    case .null: write("null")
    case .bool(let value): write(value ? "true" : "false")
    case .number(let number): write(number.text)
    case .string(let string): write(string)
    case .array(let array):
      if style == .asWritten, let source = array.source {
        output += source.bytes.prefix(room)
      } else {
        writeList(
          array.lazy.map { Item(key: nil, value: $0) }, between: ("[", "]"), layout: array.layout,
          origin: array.origin, indentation: indentation)
      }
    case .object(let object):
      if style == .asWritten, let source = object.source {
        output += source.bytes.prefix(room)
      } else {
        writeList(
          object.members.lazy.map { Item(key: $0.key, value: $0.value) }, between: ("{", "}"),
          layout: object.layout, origin: object.origin, indentation: indentation)
      }
    }
  }

  private mutating func writeList(
    _ items: some RandomAccessCollection<Item>, between brackets: (String, String),
    layout: JSONLayout, origin: JSONSource?, indentation: Int
  ) {
    write(brackets.0)
    defer { write(brackets.1) }
    guard !items.isEmpty else { return }
    switch style {
    case .compact: write(items, on: .oneLine(isSpaced: false), indentation: indentation)
    case .pretty: write(items, on: .lines(indent: 2), indentation: indentation)
    case .asWritten:
      let layout = layout == .unspecified ? .lines(indent: 2) : layout
      if let spacing = origin.map({ JSONSpacing(of: $0.bytes) }), !spacing.items.isEmpty {
        write(Array(items), over: spacing, layout: layout, indentation: indentation)
      } else {
        write(items, on: layout, indentation: indentation)
      }
    }
  }

  private mutating func write(
    _ items: some RandomAccessCollection<Item>, on layout: JSONLayout, indentation: Int
  ) {
    for (index, item) in items.enumerated() where room > 0 {
      if index > 0 { write(",") }
      startItem(isFirst: index == 0, on: layout, indentation: indentation)
      write(item, isSpaced: layout.isSpaced, indentation: indentation + layout.indent)
    }
    if case .lines = layout { startLine(indentation) }
  }

  /// Writes what was edited with the white space that its items had before.
  private mutating func write(
    _ items: [Item], over spacing: JSONSpacing, layout: JSONLayout, indentation: Int
  ) {
    let old = spacing.items
    for (index, (item, origin)) in zip(items, spacing.origins(of: items)).enumerated()
    where room > 0 {
      if index > 0 { write(",") }
      let start = output.count
      if index == 0 {
        output += old[0].lead
      } else if let origin, origin > 0 {
        output += old[origin].lead
      } else if let lead = spacing.commonLead {
        output += lead
      } else {
        startItem(isFirst: false, on: layout, indentation: indentation)
      }
      let column = output[start...].lastIndex(of: UInt8(ascii: "\n")).map { output.count - $0 - 1 }
      write(
        item, colon: origin.map { old[$0].colon }, isSpaced: layout.isSpaced,
        indentation: column ?? indentation)
      if index == items.count - 1 {
        output += old[old.count - 1].trail
      } else if let origin, origin < old.count - 1 {
        output += old[origin].trail
      }
    }
  }

  private mutating func startItem(isFirst: Bool, on layout: JSONLayout, indentation: Int) {
    switch layout {
    case .lines(let indent): startLine(indentation + indent)
    case .oneLine(let isSpaced): if !isFirst, isSpaced { write(" ") }
    case .unspecified: preconditionFailure("every style settles the layout")
    }
  }

  private mutating func write(
    _ item: Item, colon: ArraySlice<UInt8>? = nil, isSpaced: Bool, indentation: Int
  ) {
    if let key = item.key {
      write(key)
      if let colon { output += colon } else { write(isSpaced ? ": " : ":") }
    }
    write(item.value, indentation: indentation)
  }

  private mutating func startLine(_ indentation: Int) {
    output.append(UInt8(ascii: "\n"))
    output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indentation))
  }

  private mutating func write(_ text: String) { output += text.utf8 }

  private mutating func write(_ string: JSONString) {
    if let source = string.source {
      output += source.bytes.prefix(room)
    } else {
      Self.appendQuoted(string.value.utf8.prefix(room), to: &output)
    }
  }

  /// Appends a string literal: quotes, with only the escapes that JSON demands.
  public static func appendQuoted(_ text: String, to output: inout [UInt8]) {
    appendQuoted(text.utf8[...], to: &output)
  }

  private static func appendQuoted(_ text: Substring.UTF8View, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        output.append(UInt8(ascii: "\\"))
        output.append(byte)
      case 0x0A: output += "\\n".utf8
      case 0x0D: output += "\\r".utf8
      case 0x09: output += "\\t".utf8
      case 0x08: output += "\\b".utf8
      case 0x0C: output += "\\f".utf8
      case 0..<0x20:
        output += "\\u00".utf8
        output.append(hexDigit(byte >> 4))
        output.append(hexDigit(byte & 15))
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}

extension JSONValue {
  /// The value's text as UTF-8.
  public func encoded(_ style: JSONWriter.Style = .compact) -> [UInt8] {
    JSONWriter.write(self, style)
  }

  /// The value's text.
  public func text(_ style: JSONWriter.Style = .compact) -> String {
    String(decoding: encoded(style), as: UTF8.self)
  }

  /// The beginning of the value's text.
  ///
  /// - Parameter limit: The most bytes that it is made of.
  public func text(_ style: JSONWriter.Style = .compact, limit: Int) -> String {
    String(decoding: JSONWriter.write(self, style, limit: limit), as: UTF8.self)
  }
}
