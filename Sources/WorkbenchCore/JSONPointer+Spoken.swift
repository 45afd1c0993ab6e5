import JSON

extension JSONPointer {
  /// What a place of a request is called where it is talked about: list items by their kind and their
  /// number, counted from 1 as the form does, all else by its path.
  var spoken: String {
    var tokens = tokens[...]
    guard let list = tokens.popFirst(), let item = Self.items[list],
      let number = Self.number(tokens.popFirst())
    else { return path }
    var name = "\(item) \(number)"
    if list == "messages", tokens.first == "content" {
      tokens.removeFirst()
      if let block = Self.number(tokens.first) {
        tokens.removeFirst()
        name = "block \(block) of \(name)"
      }
    }
    if tokens.first == "text" { tokens.removeFirst() }
    return tokens.isEmpty ? name : JSONPointer(Array(tokens)).path + " of " + name
  }

  private static let items = [
    "messages": "message", "tools": "tool", "stop_sequences": "stop sequence",
    "system": "system block",
  ]

  private static func number(_ token: String?) -> Int? {
    token.flatMap { Int($0) }.flatMap { (0..<Int.max).contains($0) ? $0 + 1 : nil }
  }
}
