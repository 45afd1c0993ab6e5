import TerminalUI

/// 24-bit colours for a terminal whose description knows only 256.
///
/// ncurses is told numbers, and what it writes is rewritten: `38;5;16` becomes `38;2;red;green;blue`
/// of the colour that has the number 16 here. So no description of direct colours is needed, which
/// many systems and many terminals lack. The first 16 numbers stay the terminal's own colours.
struct Palette {
  /// The first number that stands for a colour of the palette.
  static let start = 16
  private static let capacity = 256 - start

  private var numbers: [Color: Int32] = [:]
  private var codes: [[UInt8]] = []
  /// Whether numbers got other meanings, so that everything has to be drawn again.
  private(set) var hasStartedOver = false

  /// The number of a colour that has components. When all are taken the palette starts over.
  mutating func number(of color: Color) -> Int32 {
    if let number = numbers[color] { return number }
    if codes.count == Self.capacity {
      (numbers, codes) = ([:], [])
      hasStartedOver = true
    }
    let (red, green, blue) = color.components
    let number = Int32(Self.start + codes.count)
    codes.append(Array("2;\(red);\(green);\(blue)".utf8))
    numbers[color] = number
    return number
  }

  /// Says that everything is drawn again.
  mutating func acceptNewStart() { hasStartedOver = false }

  /// Puts the colours in the place of their numbers, in what ncurses wrote.
  func resolve(_ bytes: [UInt8]) -> [UInt8] {
    guard !codes.isEmpty else { return bytes }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + 256)
    var position = 0
    while let escape = bytes[position...].firstIndex(of: 0x1B) {
      result += bytes[position..<escape]
      let end = Self.endOfSequence(at: escape, in: bytes)
      if end - escape > 3, bytes[end - 1] == UInt8(ascii: "m") {
        resolveParameters(bytes[escape..<end], into: &result)
      } else {
        result += bytes[escape..<end]
      }
      position = end
    }
    return result + bytes[position...]
  }

  /// Where a control sequence ends; another escape is one byte.
  private static func endOfSequence(at escape: Int, in bytes: [UInt8]) -> Int {
    guard escape + 1 < bytes.count, bytes[escape + 1] == UInt8(ascii: "[") else {
      return escape + 1
    }
    let final = bytes[(escape + 2)...].firstIndex { (0x40...0x7E).contains($0) }
    return final.map { $0 + 1 } ?? bytes.count
  }

  /// Copies `ESC [ … m`, with colours for numbers after 38 and 48.
  private func resolveParameters(_ sequence: ArraySlice<UInt8>, into result: inout [UInt8]) {
    result += sequence.prefix(2)
    let parameters = sequence.dropFirst(2).dropLast().split(
      omittingEmptySubsequences: false
    ) { $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: ":") }
    var index = 0
    while index < parameters.count {
      if index > 0 { result.append(UInt8(ascii: ";")) }
      result += parameters[index]
      let kind = Self.number(parameters[index])
      if kind == 38 || kind == 48, index + 2 < parameters.count,
        Self.number(parameters[index + 1]) == 5,
        let code = code(of: Self.number(parameters[index + 2]))
      {
        result.append(UInt8(ascii: ";"))
        result += code
        index += 2
      }
      index += 1
    }
    result.append(UInt8(ascii: "m"))
  }

  private func code(of number: Int?) -> [UInt8]? {
    guard let number, codes.indices.contains(number - Self.start) else { return nil }
    return codes[number - Self.start]
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.count < 4 else { return nil }
    return digits.reduce(0) { sum, digit in
      sum.flatMap { (0x30...0x39).contains(digit) ? $0 * 10 + Int(digit - 0x30) : nil }
    }
  }
}
