/// A colour as a theme asks for it; what a terminal can't show, its driver replaces by the nearest.
public enum Color: Hashable, Sendable {
  /// One of the sixteen colours of the terminal's own palette, 0 to 15.
  case ansi(UInt8)
  /// One of the 256 colours of xterm's palette.
  case indexed(UInt8)
  /// Red, green and blue.
  case rgb(UInt8, UInt8, UInt8)
}

extension Color {
  /// The colour's parts, by xterm's palette where the terminal may use another.
  public var components: (red: UInt8, green: UInt8, blue: UInt8) {
    switch self {
    case .rgb(let red, let green, let blue):
      return (red, green, blue)
    case .ansi(let index):
      return Color.systemColors[Int(index & 15)]
    case .indexed(let index) where index < 16:
      return Color.systemColors[Int(index)]
    case .indexed(let index) where index < 232:
      let cube = Int(index) - 16
      return (
        Color.cubeLevels[cube / 36], Color.cubeLevels[cube / 6 % 6], Color.cubeLevels[cube % 6]
      )
    case .indexed(let index):
      let level = UInt8(8 + 10 * (Int(index) - 232))
      return (level, level, level)
    }
  }

  /// The nearest of xterm's 256 colours, leaving out the first sixteen, which users redefine.
  public var nearestIndexed: UInt8 {
    switch self {
    case .ansi(let index), .indexed(let index): return index
    case .rgb: break
    }
    let (red, green, blue) = components
    let cube = [red, green, blue].map(Color.nearestLevel)
    let inCube = UInt8(16 + 36 * cube[0] + 6 * cube[1] + cube[2])
    let mean = (Int(red) + Int(green) + Int(blue)) / 3
    let gray = UInt8(232 + min(max((mean - 3) / 10, 0), 23))
    return distance(to: .indexed(gray)) < distance(to: .indexed(inCube)) ? gray : inCube
  }

  /// The one of the first `count` (8 or 16) colours of the terminal's palette that stands for this.
  public func nearestANSI(of count: Int = 16) -> UInt8 {
    switch self {
    case .ansi(let index) where index < count, .indexed(let index) where index < count:
      return index
    case .ansi(8):
      // Dark grey is nearer to white than to a black ground, on which nothing would be seen.
      return 7
    case .ansi(let index):
      return index & 7
    case .indexed, .rgb:
      return nearest(of: hue?.numbers ?? Color.grays, count: count)?.number ?? 7
    }
  }

  /// How much brighter the lighter of two colours is: 1 (equal) to 21 (black and white).
  ///
  /// WCAG 2.2, "contrast ratio".
  public func contrast(with other: Color) -> Double {
    let (one, two) = (luminance, other.luminance)
    return (max(one, two) + 0.05) / (min(one, two) + 0.05)
  }

  /// WCAG 2.2, "relative luminance".
  var luminance: Double {
    let (red, green, blue) = components
    return 0.2126 * Color.linear(red) + 0.7152 * Color.linear(green) + 0.0722 * Color.linear(blue)
  }

  /// The square of a distance that weighs the parts as the eye does, by how red the pair is.
  private func distance(to other: Color) -> Int {
    let (one, two) = (components, other.components)
    let mean = (Int(one.red) + Int(two.red)) / 2
    let red = Int(one.red) - Int(two.red)
    let green = Int(one.green) - Int(two.green)
    let blue = Int(one.blue) - Int(two.blue)
    return ((512 + mean) * red * red + 1024 * green * green + (767 - mean) * blue * blue) >> 8
  }

  private static let cubeLevels: [UInt8] = [0, 95, 135, 175, 215, 255]

  private static let systemColors: [(red: UInt8, green: UInt8, blue: UInt8)] = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0),
    (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
    (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0),
    (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255),
  ]

  private static func nearestLevel(_ part: UInt8) -> Int {
    part < 48 ? 0 : part < 115 ? 1 : (Int(part) - 35) / 40
  }

  /// The linear light of an sRGB part, with the power 2.4 by its root and square.
  private static func linear(_ part: UInt8) -> Double {
    let value = Double(part) / 255
    if value <= 0.04045 { return value / 12.92 }
    return power2_4((value + 0.055) / 1.055)
  }

  /// `base` to the power 2.4: the square times the fifth root of the square.
  private static func power2_4(_ base: Double) -> Double {
    let square = base * base
    // Newton's iteration for the fifth root; it converges within ten steps for 0...1.
    var root = 1.0
    for _ in 0..<24 {
      let fourth = root * root * root * root
      root -= (root * fourth - square) / (5 * fourth)
    }
    return square * root
  }
}
