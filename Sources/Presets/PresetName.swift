/// A name that a preset may be saved under: one that names a file in its folder, there and on any system
/// that the file may be copied to.
public struct PresetName: Hashable, Sendable {
  /// The name without the ending of the file.
  public let text: String

  /// Why a text can't name a preset.
  public enum Failure: Error, Hashable, Sendable {
    case empty
    /// Longer than `PresetName.maximumLength`, in bytes of UTF-8.
    case tooLong(Int)
    /// A character that separates folders, means something to a shell or a file system, or can't be seen.
    case character(Unicode.Scalar)
    /// The file would be hidden, or the name is one for a folder.
    case leadingDot
    /// A space at either end, or a dot at the end, which other systems drop.
    case edge
    /// A name that means a device on Windows.
    case reserved
  }

  /// The most bytes of UTF-8 in a name, so that the file's name fits into 255 with room to spare.
  public static let maximumLength = 200

  /// What the name of a preset's file ends with.
  public static let fileEnding = ".json"

  public init(_ text: String) throws(Failure) {
    guard let first = text.first, let last = text.last else { throw .empty }
    guard text.utf8.count <= Self.maximumLength else { throw .tooLong(text.utf8.count) }
    if let odd = text.unicodeScalars.first(where: { !Self.isAllowed($0) }) {
      throw .character(odd)
    }
    guard first != "." else { throw .leadingDot }
    guard first != " ", last != " ", last != "." else { throw .edge }
    let stem = text.prefix { $0 != "." }.uppercased()
    guard !Self.devices.contains(stem) else { throw .reserved }
    self.text = text
  }

  /// The nearest name to a text, such as a title or the beginning of a prompt.
  ///
  /// - Parameter ending: What the name ends with, however long the text is: letters, digits, `-`.
  public init(suggestedBy text: String, ending: String = "") {
    var name = ""
    for scalar in text.unicodeScalars {
      let isWhite = scalar.properties.isWhitespace
      if Self.isAllowed(scalar), !isWhite { name.unicodeScalars.append(scalar) }
      if isWhite || scalar == "/", name.last != " " { name.append(" ") }
      if name.utf8.count > 60 - ending.utf8.count { break }
    }
    let start = name.drop { ". ".contains($0) }
    let trimmed = String(start.reversed().drop { ". ".contains($0) }.reversed())
    let stem = (try? PresetName(trimmed))?.text ?? "untitled"
    self = PresetName(checked: stem + ending)
  }

  private init(checked text: String) { self.text = text }

  /// The name of the preset's file.
  public var fileName: String { text + Self.fileEnding }

  /// What two names share that some file systems can't tell apart.
  public var folded: String { text.lowercased() }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    if #"/\:*?"<>|"#.unicodeScalars.contains(scalar) { return false }
    return switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      false
    case .spaceSeparator: scalar == " "
    default: true
    }
  }

  private static let devices: Set<String> = Set(
    ["CON", "PRN", "AUX", "NUL"] + (1...9).flatMap { ["COM\($0)", "LPT\($0)"] })
}

extension PresetName: CustomStringConvertible, Comparable {
  public var description: String { text }

  public static func < (left: PresetName, right: PresetName) -> Bool {
    (left.folded, left.text) < (right.folded, right.text)
  }
}
