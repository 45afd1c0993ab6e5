/// The character to draw for another one on the Linux console, whose fonts have at most 512.
///
/// The fonts of Debian's console-setup for Latin scripts have lines, round corners, arrows and shades,
/// but none of these; they would all be the same sign for what is missing.
func consoleStandIn(for scalar: UInt32) -> UInt32 {
  switch scalar {
  // Check marks become bullets, what is switched off a letter.
  case 0x2713, 0x2714: 0x2022
  case 0x25CB, 0x25E6: 0x6F
  // Blocks that grow from below become shades, those from the left a line.
  case 0x2581...0x2582: 0x2591
  case 0x2583...0x2585: 0x2592
  case 0x2586...0x2587: 0x2593
  case 0x2589...0x258F: 0x2502
  // The sign of the Enter key becomes that of a paragraph.
  case 0x23CE: 0xB6
  default: scalar
  }
}
