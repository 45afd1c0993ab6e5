/// The ASCII character to draw for another one, in a locale that has no other.
func asciiStandIn(for scalar: UInt32) -> UInt8 {
  switch scalar {
  case 0x20..<0x7F: UInt8(scalar)
  case 0xA0, 0x2000...0x200A, 0x202F, 0x2800, 0x3000: UInt8(ascii: " ")
  // Lines and corners.
  case 0x2500, 0x2504, 0x2505, 0x2508, 0x2509, 0x254C, 0x254D, 0x2574, 0x2576, 0x2578,
    0x257A:
    UInt8(ascii: "-")
  case 0x2502, 0x2503, 0x2506, 0x2507, 0x250A, 0x250B, 0x254E, 0x254F, 0x2551, 0x2575, 0x2577,
    0x2579:
    UInt8(ascii: "|")
  // A heavy line is the filled part of a gauge.
  case 0x2501, 0x2550: UInt8(ascii: "=")
  case 0x250C...0x254B, 0x2552...0x2570: UInt8(ascii: "+")
  // Blocks and shades, as gauges and scrollbars use them.
  case 0x2591...0x2593: UInt8(ascii: ":")
  case 0x2581...0x2583: UInt8(ascii: "_")
  case 0x2584...0x2586: UInt8(ascii: "=")
  case 0x2580...0x259F: UInt8(ascii: "#")
  // Dashes, quotation marks, dots.
  case 0x2010...0x2015, 0x2212: UInt8(ascii: "-")
  case 0x2018, 0x2019, 0x2032: UInt8(ascii: "'")
  case 0x201C, 0x201D, 0x2033: UInt8(ascii: "\"")
  case 0xB7, 0x22EF: UInt8(ascii: ".")
  case 0x2022, 0x25CF, 0x25C9, 0x2605, 0x2606: UInt8(ascii: "*")
  // What is switched off must not look as if it were on.
  case 0x25CB, 0x25E6: UInt8(ascii: "o")
  // A full stop would end a sentence that is cut.
  case 0x2026, 0x2248: UInt8(ascii: "~")
  // Arrows and marks.
  case 0x2190, 0x25C0, 0x25C2, 0x2039, 0xAB: UInt8(ascii: "<")
  case 0x2192, 0x25B6, 0x25B8, 0x203A, 0xBB: UInt8(ascii: ">")
  case 0x2191, 0x25B2, 0x25B4: UInt8(ascii: "^")
  case 0x2193, 0x25BC, 0x25BE: UInt8(ascii: "v")
  case 0xD7, 0x2715, 0x2717, 0x2718: UInt8(ascii: "x")
  // Not a plus, which adds something here.
  case 0x2713, 0x2714: UInt8(ascii: "*")
  default: UInt8(ascii: "?")
  }
}
