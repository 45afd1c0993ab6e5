import TerminalUI

/// 24-bit colours for a terminal whose description knows only 256.
///
/// ncurses is told numbers, and `StyleFilter` rewrites what it writes: `38;5;16` becomes `38;2;red;green;blue`
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

  /// The parameters of SGR, after 38 or 48, for the colour that has a number; nil when none has it.
  func code(of number: Int) -> [UInt8]? {
    codes.indices.contains(number - Self.start) ? codes[number - Self.start] : nil
  }
}
