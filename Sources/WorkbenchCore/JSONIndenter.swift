/// Lays out the JSON of a tool input as it arrives: a line for each member and element.
///
/// What was laid out never changes when more arrives, and text that isn't JSON passes through.
struct JSONIndenter: Hashable, Sendable {
  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  /// An opening bracket was the last thing, so that a closing one stays on its line.
  private var isAfterOpening = false

  /// The layout of the next bytes.
  mutating func append(_ bytes: some Sequence<UInt8>, to output: inout [UInt8]) {
    for byte in bytes { append(byte, to: &output) }
  }

  private mutating func append(_ byte: UInt8, to output: inout [UInt8]) {
    if isInString {
      output.append(byte)
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInString = false
      }
      return
    }
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
      return
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      depth = max(depth - 1, 0)
      if !isAfterOpening { startLine(in: &output) }
      isAfterOpening = false
      output.append(byte)
      return
    default:
      break
    }
    if isAfterOpening {
      startLine(in: &output)
      isAfterOpening = false
    }
    output.append(byte)
    switch byte {
    case UInt8(ascii: "\""): isInString = true
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      depth += 1
      isAfterOpening = true
    case UInt8(ascii: ","): startLine(in: &output)
    case UInt8(ascii: ":"): output.append(UInt8(ascii: " "))
    default: break
    }
  }

  private func startLine(in output: inout [UInt8]) {
    output.append(UInt8(ascii: "\n"))
    output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: min(depth, 40) * 2))
  }
}
