public import JSON

extension Theme {
  /// Reads a theme.
  ///
  /// An object with `name`, `mode` (`dark` or `light`), `palette` (names to colours) and `styles` (scopes
  /// to styles). A style is a colour, for the text, or an object with `foreground`, `background`, `bold`,
  /// `dim`, `italic`, `underline` and `reverse`. A colour is a number from 0 to 255, `"#rrggbb"`, a
  /// name of the palette, one of the terminal's sixteen (`red`, `bright-red`…), or `default`.
  ///
  /// With `inherits`, everything comes from that theme first. Palettes are joined before styles are made,
  /// so that a theme may be another with other colours.
  ///
  /// - Parameters:
  ///   - bytes: The JSON text.
  ///   - name: The name of a theme that states none.
  ///   - source: The JSON text of a theme to inherit from that goes before those that travel with the
  ///     program; these inherit from one another only.
  public init(
    parsing bytes: [UInt8], name: String, inheriting source: (String) -> [UInt8]? = { _ in nil }
  ) throws(Failure) {
    var draft = Draft(name: name)
    try draft.read(bytes, inheriting: source, line: [name])
    var patches: [String: Style] = [:]
    for (scope, value) in draft.styles {
      patches[scope] = try draft.style(value, path: ["styles", scope])
    }
    self.init(name: draft.name, mode: draft.mode, patches: patches, slips: draft.slips)
  }

  /// A theme while it is read: palette and styles as they stand, of all themes that it inherits from.
  private struct Draft {
    var name: String
    var mode = Mode.dark
    var palette: [String: Color?] = [:]
    var styles: [String: JSONValue] = [:]

    /// The names of the theme that was read last, so in the end of the one that inherits from all.
    var ownNames: (colors: [String], scopes: [String]) = ([], [])

    /// - Parameter line: The themes that inherit from this one, and itself.
    mutating func read(
      _ bytes: [UInt8], inheriting source: (String) -> [UInt8]?, line: [String]
    ) throws(Failure) {
      let value: JSONValue
      do throws(JSONParseError) {
        value = try JSONParser.parse(bytes)
      } catch {
        throw .syntax(error)
      }
      guard let theme = value.objectValue else {
        throw .unexpected(path: [], expected: "an object")
      }
      if let parent = theme["inherits"] {
        let parentName = try string(parent, path: ["inherits"])
        let name = self.name
        if !line.contains(parentName), let bytes = source(parentName) {
          try read(bytes, inheriting: source, line: line + [parentName])
        } else if let bytes = Theme.builtInSource(named: parentName) {
          try read(bytes, inheriting: { _ in nil }, line: [parentName])
        } else if let start = line.firstIndex(of: parentName) {
          throw .inheritsItself(Array(line[start...]))
        } else {
          throw .unknownParent(parentName)
        }
        self.name = name
      }
      ownNames = ([], [])
      for member in theme.members {
        switch member.key.value {
        case "inherits", "description": break
        case "name": name = try string(member.value, path: ["name"])
        case "mode":
          guard let mode = Mode(rawValue: try string(member.value, path: ["mode"])) else {
            throw .unexpected(path: ["mode"], expected: "\"dark\" or \"light\"")
          }
          self.mode = mode
        case "palette":
          for entry in try object(member.value, path: ["palette"]).members {
            let path: JSONPointer = ["palette", entry.key.value]
            let color = try literalColor(entry.value, path: path)
            if palette.updateValue(color, forKey: entry.key.value) == nil {
              ownNames.colors.append(entry.key.value)
            }
          }
        case "styles":
          for entry in try object(member.value, path: ["styles"]).members {
            styles[entry.key.value] = entry.value
            ownNames.scopes.append(entry.key.value)
          }
        case let key: throw .unknownKey(path: [key])
        }
      }
    }

    /// What is likely to be misspelt in the theme: scopes that nothing asks for, colours of no style.
    var slips: [Failure] {
      let colors = styles.values.flatMap { [$0, $0["foreground"], $0["background"]] }
      let used = Set(colors.compactMap(\.?.stringValue))
      let unused = ownNames.colors.filter { !used.contains($0) }
      let unknown = ownNames.scopes.filter { !Theme.isAskedFor($0) }
      return unused.map { .unusedColor(path: ["palette", $0]) }
        + unknown.map { .unknownKey(path: ["styles", $0]) }
    }

    func style(_ value: JSONValue, path: JSONPointer) throws(Failure) -> Style {
      guard let members = value.objectValue?.members else {
        return Style(foreground: try color(value, path: path))
      }
      var style = Style()
      for member in members {
        let path = path.appending(member.key.value)
        switch member.key.value {
        case "foreground": style.foreground = try color(member.value, path: path)
        case "background": style.background = try color(member.value, path: path)
        case let key:
          guard let attribute = Draft.attributes[key] else { throw .unknownKey(path: path) }
          guard let isOn = member.value.boolValue else {
            throw .unexpected(path: path, expected: "true or false")
          }
          if isOn { style.attributes.insert(attribute) }
        }
      }
      return style
    }

    private func color(_ value: JSONValue, path: JSONPointer) throws(Failure) -> Color? {
      if let name = value.stringValue, let color = palette[name] { return color }
      return try literalColor(value, path: path)
    }

    /// A colour that no palette is needed for; nil is the terminal's own.
    private func literalColor(_ value: JSONValue, path: JSONPointer) throws(Failure) -> Color? {
      if let number = value.intValue, let index = UInt8(exactly: number) {
        return index < 16 ? .ansi(index) : .indexed(index)
      }
      guard let text = value.stringValue else {
        throw .unexpected(path: path, expected: "a colour")
      }
      if text == "default" { return nil }
      if let index = Draft.ansiNames.firstIndex(of: text) { return .ansi(UInt8(index)) }
      if text.utf8.count == 7, text.hasPrefix("#"), text.dropFirst().allSatisfy(\.isHexDigit),
        let value = UInt32(text.dropFirst(), radix: 16)
      {
        return .rgb(UInt8(value >> 16), UInt8(value >> 8 & 255), UInt8(value & 255))
      }
      throw .unknownColor(path: path, name: text)
    }

    private func string(_ value: JSONValue, path: JSONPointer) throws(Failure) -> String {
      guard let text = value.stringValue else {
        throw .unexpected(path: path, expected: "a string")
      }
      return text
    }

    private func object(_ value: JSONValue, path: JSONPointer) throws(Failure) -> JSONObject {
      guard let object = value.objectValue else {
        throw .unexpected(path: path, expected: "an object")
      }
      return object
    }

    private static let attributes: [String: Attributes] = [
      "bold": .bold, "dim": .dim, "italic": .italic, "underline": .underline, "reverse": .reverse,
    ]

    private static let ansiNames =
      ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
      + [
        "bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue",
        "bright-magenta", "bright-cyan", "bright-white",
      ]
  }
}

extension Theme.Failure {
  /// The path of the member that it is about; nil for one that tells its place by itself.
  public var path: JSONPointer? {
    switch self {
    case .unexpected(let path, _), .unknownKey(let path), .unknownColor(let path, _),
      .unusedColor(let path):
      path
    case .unknownParent, .inheritsItself: ["inherits"]
    case .syntax: nil
    }
  }
}

extension Theme.Failure: CustomStringConvertible {
  /// What is wrong and where, without the theme's name.
  public var description: String {
    switch self {
    case .syntax(let error): error.description
    case .unexpected([], let expected): "a theme is \(expected)"
    case .unexpected(let path, let expected): "\(path.path): expected \(expected)"
    case .unknownKey(let path): "\(path.path): themes have no such key"
    case .unknownColor(let path, let name):
      "\(path.path): no colour is named \(name.debugDescription)"
    case .unknownParent(let name):
      "inherits: there is no theme named \(name.debugDescription)"
    case .inheritsItself(let line) where line.count == 1: "inherits: \(line[0]) inherits itself"
    case .inheritsItself(let line):
      "inherits: \(line[0]) inherits itself by way of \(line.dropFirst().joined(separator: ", "))"
    case .unusedColor(let path): "\(path.path): no style has this colour"
    }
  }
}
