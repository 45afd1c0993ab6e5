public import JSON
import Runs

extension FaultScript {
  /// Why a text is no script.
  public enum ParseError: Error, Hashable, Sendable, CustomStringConvertible {
    case notJSON(JSONParseError)
    /// What stands at a place isn't what belongs there.
    case wrong(JSONPointer, expected: String)

    public var description: String {
      switch self {
      case .notJSON(let error): "\(error)"
      case .wrong(let pointer, let expected):
        "\(pointer.isEmpty ? "the script" : pointer.path) has to be \(expected)"
      }
    }
  }

  /// Reads a script. Members that no script has are errors too, as they are mostly misspelt.
  public init(parsing bytes: [UInt8]) throws(ParseError) {
    let json: JSONValue
    do throws(JSONParseError) {
      json = try JSONParser.parse(bytes)
    } catch {
      throw .notJSON(error)
    }
    let script = Node(json, at: JSONPointer())
    try script.requireMembers(["steps"])
    self.init(try script.list("steps").map { node throws(ParseError) in try Step(node) })
  }

  /// A value of the script and its place.
  fileprivate struct Node {
    let value: JSONValue
    let pointer: JSONPointer

    init(_ value: JSONValue, at pointer: JSONPointer) {
      self.value = value
      self.pointer = pointer
    }

    func wrong(_ expected: String) -> ParseError { .wrong(pointer, expected: expected) }

    /// A member; nil when it is missing.
    subscript(key: String) -> Node? {
      value[key].map { Node($0, at: pointer.appending(key)) }
    }

    func requireMembers(_ known: Set<String>) throws(ParseError) {
      guard let object = value.objectValue else { throw wrong("an object") }
      for key in object.keys where !known.contains(key) {
        let names = known.sorted().joined(separator: ", ")
        throw .wrong(pointer.appending(key), expected: "one of \(names)")
      }
    }

    func required(_ key: String) throws(ParseError) -> Node {
      guard let node = self[key] else {
        throw .wrong(pointer.appending(key), expected: "given")
      }
      return node
    }

    func elements() throws(ParseError) -> [Node] {
      guard let array = value.arrayValue else { throw wrong("a list") }
      return array.enumerated().map { Node($1, at: pointer.appending($0)) }
    }

    func list(_ key: String) throws(ParseError) -> [Node] { try required(key).elements() }

    func text() throws(ParseError) -> String {
      guard let text = value.stringValue else { throw wrong("a text") }
      return text
    }

    func count(_ range: ClosedRange<Int> = 0...Int.max) throws(ParseError) -> Int {
      guard let number = value.intValue, range.contains(number) else {
        let end = range.upperBound == .max ? "" : " and at most \(range.upperBound)"
        throw wrong("a whole number, at least \(range.lowerBound)\(end)")
      }
      return number
    }

    func milliseconds() throws(ParseError) -> Duration {
      .milliseconds(try count(0...86_400_000))
    }

    func flag() throws(ParseError) -> Bool {
      guard let flag = value.boolValue else { throw wrong("true or false") }
      return flag
    }
  }
}

extension FaultScript.Step {
  fileprivate init(_ node: FaultScript.Node) throws(FaultScript.ParseError) {
    let contents = ["raw", "body", "error", "stream", "say"]
    try node.requireMembers(
      Set(
        contents + [
          "match", "times", "early", "as_model", "delay_ms", "status", "headers", "framing",
          "edits",
          "piece", "pace_ms",
          "line_end", "byte_order_mark", "repeat", "stalls", "cut",
        ]))
    guard contents.count(where: { node[$0] != nil }) <= 1 else {
      throw node.wrong("with one of raw, body, error, stream and say")
    }
    if let match = node["match"] { self.match = try FaultScript.Match(match) }
    times = try node["times"]?.count()
    isEarly = try node["early"]?.flag() ?? false
    guard !isEarly || match.model == nil else {
      throw node.wrong("without a model to match, since it is early")
    }
    delay = try node["delay_ms"]?.milliseconds() ?? .zero
    status = try node["status"]?.count(100...999)
    headers = try node["headers"].map(Self.headers) ?? []
    framing = try node["framing"].map(Self.framing)
    modelToAsk = try node["as_model"]?.text()
    content = try FaultScript.Content(node)
    edits =
      try node["edits"]?.elements().map { edit throws(FaultScript.ParseError) in
        try FaultScript.EventEdit(edit)
      } ?? []
    delivery = try FaultScript.Delivery(node)
  }

  private static func headers(
    _ node: FaultScript.Node
  ) throws(FaultScript.ParseError) -> [HTTPHeader] {
    var headers: [HTTPHeader] = []
    if let object = node.value.objectValue {
      for key in object.keys {
        headers.append(HTTPHeader(key, try node.required(key).text()))
      }
      return headers
    }
    for pair in try node.elements() {
      let parts = try pair.elements()
      guard parts.count == 2 else { throw pair.wrong("a name and a value") }
      headers.append(HTTPHeader(try parts[0].text(), try parts[1].text()))
    }
    return headers
  }

  private static func framing(
    _ node: FaultScript.Node
  ) throws(FaultScript.ParseError) -> BodyFraming {
    switch node.value.stringValue {
    case "chunked": return .chunked
    case "close": return .untilClose
    case nil: return .length(try node.count())
    default: throw node.wrong("\"chunked\", \"close\" or a number")
    }
  }
}

extension FaultScript.Match {
  fileprivate init(_ node: FaultScript.Node) throws(FaultScript.ParseError) {
    try node.requireMembers(["method", "path", "model"])
    method = try node["method"]?.text()
    path = try node["path"]?.text()
    model = try node["model"]?.text()
  }
}

extension FaultScript.Content {
  fileprivate init(_ step: FaultScript.Node) throws(FaultScript.ParseError) {
    if let raw = step["raw"] {
      self = .raw(try Self.items(raw))
    } else if let stream = step["stream"] {
      self = .stream(try Self.items(stream))
    } else if let say = step["say"] {
      self = .stream(FaultScript.stream(saying: try say.text()))
    } else if let error = step["error"] {
      self = .error(try error.text())
    } else if let body = step["body"] {
      if let text = body.value.stringValue {
        self = .body(Array(text.utf8), type: "text/plain")
      } else {
        self = .body(body.value.encoded(.compact), type: "application/json")
      }
    } else {
      self = .endpoint
    }
  }

  private static func items(
    _ node: FaultScript.Node
  ) throws(FaultScript.ParseError) -> [FaultScript.Item] {
    if node.value.stringValue != nil { return [try FaultScript.Item(node)] }
    return try node.elements().map { item throws(FaultScript.ParseError) in
      try FaultScript.Item(item)
    }
  }
}

extension FaultScript.Item {
  fileprivate init(_ node: FaultScript.Node) throws(FaultScript.ParseError) {
    if let text = node.value.stringValue {
      self = .bytes(Array(text.utf8))
    } else if let hex = node["hex"] {
      try node.requireMembers(["hex"])
      let digits = try hex.text().filter { $0 != " " }
      let bytes = stride(from: 0, to: digits.count, by: 2).map { start in
        UInt8(digits.dropFirst(start).prefix(2), radix: 16)
      }
      guard digits.count.isMultiple(of: 2), !bytes.contains(nil) else {
        throw hex.wrong("pairs of hexadecimal digits")
      }
      self = .bytes(bytes.compactMap(\.self))
    } else if let fill = node["fill"] {
      try node.requireMembers(["fill", "count"])
      self = .fill(Array(try fill.text().utf8), count: try node.required("count").count())
    } else if let pause = node["pause_ms"] {
      try node.requireMembers(["pause_ms"])
      self = .pause(try pause.milliseconds())
    } else if let event = node["event"] {
      try node.requireMembers(["event", "data"])
      let data = try node.required("data").value
      self = .event(
        event.value.isNull ? nil : try event.text(),
        data.stringValue.map { Array($0.utf8) } ?? data.encoded(.compact))
    } else {
      throw node.wrong("a text, or an object with hex, fill, pause_ms or event")
    }
  }
}

extension FaultScript.EventEdit {
  fileprivate init(_ node: FaultScript.Node) throws(FaultScript.ParseError) {
    if let name = node["drop"] {
      try node.requireMembers(["drop"])
      self = .drop(try name.text())
    } else if let name = node["duplicate"] {
      try node.requireMembers(["duplicate"])
      self = .duplicate(try name.text())
    } else if let pair = node["swap"] {
      try node.requireMembers(["swap"])
      let places = try pair.elements()
      guard places.count == 2 else { throw pair.wrong("two numbers") }
      self = .swap(try places[0].count(), try places[1].count())
    } else if let name = node["rename"] {
      try node.requireMembers(["rename", "to"])
      let new = try node.required("to")
      self = .rename(try name.text(), to: new.value.isNull ? nil : try new.text())
    } else if node["unname"] != nil {
      try node.requireMembers(["unname"])
      self = .unname
    } else if let path = node["set"] {
      try node.requireMembers(["set", "in", "value"])
      guard let pointer = JSONPointer(parsing: try path.text()) else {
        throw path.wrong("a JSON pointer, such as /delta/text")
      }
      self = .set(pointer, in: try node.required("in").text(), node.value["value"])
    } else if let item = node["insert"] {
      try node.requireMembers(["insert", "at"])
      self = .insert(try FaultScript.Item(item), at: try node.required("at").count())
    } else if let count = node["keep"] {
      try node.requireMembers(["keep"])
      self = .keep(try count.count())
    } else if node["stops_last"] != nil {
      try node.requireMembers(["stops_last"])
      self = .stopsLast
    } else {
      throw node.wrong(
        "an object with drop, duplicate, swap, rename, unname, set, insert, keep or stops_last")
    }
  }
}

extension FaultScript.Delivery {
  fileprivate init(_ step: FaultScript.Node) throws(FaultScript.ParseError) {
    if let piece = step["piece"] {
      let sizes = piece.value.arrayValue == nil ? [piece] : try piece.elements()
      pieces = try sizes.map { size throws(FaultScript.ParseError) in try size.count(1...Int.max) }
    }
    pace = try step["pace_ms"]?.milliseconds() ?? .zero
    lineEnd = try step["line_end"]?.text() ?? "\n"
    hasByteOrderMark = try step["byte_order_mark"]?.flag() ?? false
    if let times = step["repeat"] {
      repetitions = times.value.stringValue == "forever" ? .max : try times.count()
    }
    stalls =
      try step["stalls"]?.elements().map { stall throws(FaultScript.ParseError) in
        try stall.requireMembers(["at", "ms"])
        return FaultScript.Stall(
          offset: try stall.required("at").count(),
          duration: try stall.required("ms").milliseconds())
      } ?? []
    if let cut = step["cut"] {
      try cut.requireMembers(["at", "by"])
      let kinds: [String: ConnectionCut] = ["close": .close, "reset": .reset]
      guard let kind = kinds[try cut["by"]?.text() ?? "close"] else {
        throw cut.wrong("by close or by reset")
      }
      self.cut = FaultScript.Cut(offset: try cut.required("at").count(), kind: kind)
    }
  }
}
