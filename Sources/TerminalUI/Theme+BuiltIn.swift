import JSON

extension Theme {
  /// The names of the themes that travel with the program; the first is the one to start with.
  public static var builtInNames: [String] {
    let names = EmbeddedFiles.all.map { String(describing: $0.name) }
    return names.sorted { (rank($0), $0) < (rank($1), $1) }
  }

  /// A theme that travels with the program.
  public static func builtIn(named name: String) -> Theme? {
    guard let source = builtInSource(named: name) else { return nil }
    do throws(Failure) {
      return try Theme(parsing: source, name: name)
    } catch {
      preconditionFailure("themes/\(name).json: \(error)")
    }
  }

  /// The JSON text of a theme that travels with the program, to be inherited from.
  static func builtInSource(named name: String) -> [UInt8]? {
    for file in EmbeddedFiles.all where String(describing: file.name) == name {
      return Array(
        UnsafeBufferPointer(start: file.text.utf8Start, count: file.text.utf8CodeUnitCount))
    }
    return nil
  }

  /// What a theme that travels with the program is for, in a sentence.
  public static func builtInDescription(named name: String) -> String? {
    builtInSource(named: name).flatMap { try? JSONParser.parse($0) }?["description"]?.stringValue
  }

  /// The two plain themes come first.
  private static func rank(_ name: String) -> Int {
    name == "dark" ? 0 : name == "light" ? 1 : 2
  }
}
