import JSON

extension Wording {
  /// A citation in a line: what is cited, where it stands there, and its words; one that nobody here
  /// knows as it is.
  static func line(of citation: JSONValue) -> String {
    func text(_ name: String) -> String? {
      citation[name]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    }
    let document = citation["document_index"]?.intValue.map { "document \($0)" }
    let quote = text("cited_text").map { text in
      "“" + text.split(whereSeparator: \.isWhitespace).joined(separator: " ") + "”"
    }
    let parts = [
      text("title") ?? text("document_title") ?? document, text("url") ?? text("source"),
      place(of: citation), quote,
    ].compactMap(\.self)
    return parts.isEmpty ? citation.text(.compact) : parts.joined(separator: " · ")
  }

  /// Where in a document the cited words stand. The ends lie behind the last that is meant.
  private static func place(of citation: JSONValue) -> String? {
    func range(_ unit: String, _ name: String) -> String? {
      guard let start = citation["start_\(name)"]?.intValue,
        let end = citation["end_\(name)"]?.intValue, end > start
      else { return nil }
      return end == start + 1 ? "\(unit) \(start)" : "\(unit)s \(start)–\(end - 1)"
    }
    return range("page", "page_number") ?? range("block", "block_index")
      ?? range("character", "char_index")
  }
}
