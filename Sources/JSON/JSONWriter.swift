/// Writes JSON values as UTF-8.
public struct JSONWriter: Sendable {
  /// How white space is written. Numbers and string escapes are always written as they were read.
  public enum Style: Hashable, Sendable {
    /// No white space.
    case compact
    /// A line for each member and element, indented by two spaces.
    case pretty
    /// As the value was read; what was edited is laid out like its neighbourhood, what is new like `pretty`.
    case asWritten
  }

  private let style: Style
  private var output: [UInt8] = []

  /// The value's text.
  public static func write(_ value: JSONValue, _ style: Style) -> [UInt8] {
    var writer = JSONWriter(style: style)
    writer.write(value, indentation: 0)
    return writer.output
  }

  private init(style: Style) { self.style = style }

  private mutating func write(_ value: JSONValue, indentation: Int) {
    switch value {
    case .null: write("null")
    case .bool(let value): write(value ? "true" : "false")
    case .number(let number): write(number.text)
    case .string(let string): write(string)
    case .array(let array):
      if style == .asWritten, let source = array.source {
        output += source.bytes
        return
      }
      writeList(array, between: ("[", "]"), layout: array.layout, indentation: indentation) {
        writer, element, indentation, _ in
        writer.write(element, indentation: indentation)
      }
    case .object(let object):
      if style == .asWritten, let source = object.source {
        output += source.bytes
        return
      }
      writeList(
        object.members, between: ("{", "}"), layout: object.layout, indentation: indentation
      ) {
        writer, member, indentation, isSpaced in
        writer.write(member.key)
        writer.write(isSpaced ? ": " : ":")
        writer.write(member.value, indentation: indentation)
      }
    }
  }

  private mutating func writeList<Items: Collection>(
    _ items: Items, between brackets: (String, String), layout: JSONLayout, indentation: Int,
    item writeItem: (inout JSONWriter, Items.Element, Int, Bool) -> Void
  ) {
    write(brackets.0)
    defer { write(brackets.1) }
    guard !items.isEmpty else { return }
    let layout: JSONLayout =
      switch style {
      case .compact: .oneLine(isSpaced: false)
      case .pretty: .lines(indent: 2)
      case .asWritten: layout == .unspecified ? .lines(indent: 2) : layout
      }
    var isFirst = true
    for item in items {
      if !isFirst { write(",") }
      switch layout {
      case .lines(let indent):
        startLine(indentation + indent)
        writeItem(&self, item, indentation + indent, true)
      case .oneLine(let isSpaced):
        if !isFirst, isSpaced { write(" ") }
        writeItem(&self, item, indentation, isSpaced)
      case .unspecified:
        preconditionFailure("every style settles the layout")
      }
      isFirst = false
    }
    if case .lines = layout { startLine(indentation) }
  }

  private mutating func startLine(_ indentation: Int) {
    output.append(UInt8(ascii: "\n"))
    output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indentation))
  }

  private mutating func write(_ text: String) { output += text.utf8 }

  private mutating func write(_ string: JSONString) {
    if let source = string.source {
      output += source.bytes
    } else {
      Self.appendQuoted(string.value, to: &output)
    }
  }

  /// Appends a string literal: quotes, with only the escapes that JSON demands.
  public static func appendQuoted(_ text: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
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
}
