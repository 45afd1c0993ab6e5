extension Color {
  /// The names that people have for colours, as far as a terminal of few colours has them, too.
  enum Hue: Int {
    case red = 1, green, yellow, blue, magenta, cyan

    /// The numbers of its dark and its bright variant in the terminal's palette.
    var numbers: [UInt8] { [UInt8(rawValue), UInt8(rawValue + 8)] }

    /// The hue to take where this one can't be read.
    var neighbour: Hue? {
      switch self {
      case .blue: .cyan
      case .cyan: .blue
      case .red, .green, .yellow, .magenta: nil
      }
    }
  }

  /// The numbers of black, white and the greys between in the terminal's palette.
  static let grays: [UInt8] = [0, 8, 7, 15]

  /// What it is called, however pale it is; nil for a grey, and for what is nearly one.
  var hue: Hue? {
    let (red, green, blue) = components
    let (low, high) = (Int(min(red, green, blue)), Int(max(red, green, blue)))
    let chroma = high - low
    guard chroma >= 60 else { return nil }
    func angle(_ one: UInt8, _ other: UInt8, from start: Int) -> Int {
      start + 60 * (Int(one) - Int(other)) / chroma
    }
    let degrees =
      high == Int(red)
      ? angle(green, blue, from: 360) % 360
      : high == Int(green) ? angle(blue, red, from: 120) : angle(red, green, from: 240)
    // Orange is a yellow: red is for what went wrong.
    switch degrees {
    case 18..<75: return .yellow
    case 75..<160: return .green
    case 160..<200: return .cyan
    case 200..<255: return .blue
    case 255..<345: return .magenta
    default: return .red
    }
  }

  /// The one of some of the palette's first `count` colours that is as bright as this; nil if none is
  /// among them.
  func nearest(of numbers: [UInt8], count: Int) -> (color: Color, number: UInt8)? {
    numbers.filter { $0 < count }.map { (color: Color.ansi($0), number: $0) }.min {
      abs($0.color.luminance - luminance) < abs($1.color.luminance - luminance)
    }
  }

  /// The one of the palette's first `count` colours that stands for this in text on such grounds; nil if
  /// none can be read there.
  func text(of count: Int, on grounds: [Color]) -> Color? {
    func isRead(_ number: UInt8, by least: Double) -> Bool {
      grounds.allSatisfy { Color.ansi(number).contrast(with: $0) >= least }
    }
    guard let hue else {
      // Dark grey is whatever the terminal's owner thinks can hardly be seen.
      let readable = Color.grays.filter { $0 != 8 && isRead($0, by: 4.5) }
      return nearest(of: readable, count: count)?.color
    }
    for hue in [hue, hue.neighbour].compactMap(\.self) {
      // No colour has more than 4.58 on black and on white; an error is to be red, and bold.
      let readable = hue.numbers.filter { isRead($0, by: hue == .red ? 3.5 : 4.4) }
      if let found = nearest(of: readable, count: count) { return found.color }
    }
    return nil
  }
}
