public import JSON
public import MessagesAPI
internal import Runs

/// A request that was read from a text: a body, a preset, the capture of a run, or a curl command.
public struct RequestImport: Hashable, Sendable {
  /// The request, and what a preset's file says about it.
  public var preset: Preset

  /// The body.
  public var request: MessageRequest { preset.request }

  /// The endpoint that the text names, without the key's value.
  public var endpoint: Endpoint?

  /// What was left out, as sentences.
  public var notes: [String] = []

  /// Why nothing could be read.
  public enum Failure: Error, Hashable, Sendable {
    case notJSON(JSONParseError)
    case notAnObject(found: String)
    /// The command has no body, or takes it from a file.
    case noBody
    case unclosedQuote
    /// A sign that a shell would act upon.
    case shellSyntax(Character)
  }

  /// Reads a text of any of the forms.
  public init(parsing text: String) throws(Failure) {
    let isMargin = { (character: Character) in character.isWhitespace || character == "$" }
    let start = text.drop(while: isMargin)
    if start.hasPrefix("curl"), start.dropFirst(4).first?.isWhitespace == true {
      try self.init(curl: String(start))
    } else if let capture = try? Capture(reading: Array(text.utf8), as: Run.ID(0)) {
      try self.init(capture)
    } else {
      self.init(preset: try Self.preset(text))
    }
  }

  private init(preset: Preset) { self.preset = preset }

  private init(_ capture: Capture) throws(Failure) {
    let sent = capture.run.request
    self.init(preset: try Self.preset(String(decoding: sent.body, as: UTF8.self)))
    guard capture.run.endpointName != Endpoint.embedded.name else {
      endpoint = .embedded
      return
    }
    take(url: sent.url, headers: sent.headers)
  }

  private static func preset(_ text: String) throws(Failure) -> Preset {
    do {
      return try Preset(parsing: Array(text.utf8))
    } catch {
      switch error {
      case .notJSON(let reason): throw .notJSON(reason)
      case .notAnObject(let found): throw .notAnObject(found: found)
      }
    }
  }

  private init(curl text: String) throws(Failure) {
    let words: [String]
    do {
      words = try ShellWords.split(text)
    } catch {
      switch error {
      case .unclosedQuote: throw .unclosedQuote
      case .shellSyntax(let sign): throw .shellSyntax(sign)
      }
    }
    let command = CurlCommand(words: words.dropFirst())
    guard let body = command.body else { throw .noBody }
    self.init(preset: try Self.preset(body))
    notes = command.notes
    if let url = command.url { take(url: url, headers: command.headers) }
  }

  private mutating func take(url: String, headers: [HTTPHeader]) {
    var endpoint = (try? Endpoint(argument: url, among: [])) ?? Endpoint(name: url, baseURL: url)
    for header in headers { take(header, for: &endpoint) }
    self.endpoint = endpoint
  }

  private mutating func take(_ header: HTTPHeader, for endpoint: inout Endpoint) {
    switch header.name.lowercased() {
    case "content-type", "accept", "content-length", "host", "user-agent": break
    case "anthropic-version": endpoint.version = header.value
    case "x-friendli-team": endpoint.team = header.value
    case "x-api-key":
      endpoint.authentication = .xAPIKey
      takeKey(header.value[...], for: &endpoint)
    case "authorization":
      endpoint.authentication = .bearer
      takeKey(header.value.drop { $0 != " " }.drop { $0 == " " }, for: &endpoint)
    case let name where Endpoint.carriesCredential(name):
      notes.append("The header \(header.name) may hold a secret and was left out.")
    default: endpoint.headers.append(header)
    }
  }

  private mutating func takeKey(_ text: Substring, for endpoint: inout Endpoint) {
    let name = text.filter { !"{}".contains($0) }
    // A command of someone else's may name a variable, as in a shell, but no program to run.
    if case .environment(let variable)? = KeyReference(parsing: name) {
      endpoint.key = .environment(variable)
    } else {
      notes.append("The key was left out; name a variable that holds it.")
    }
  }
}

/// What a curl command asks for.
private struct CurlCommand {
  var url: String?
  var headers: [HTTPHeader] = []
  var body: String?
  var notes: [String] = []

  private static let bodyOptions = [
    "-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json",
  ]

  /// Options with a value that a request doesn't need.
  private static let ignored = [
    "-X", "--request", "-o", "--output", "-m", "--max-time", "--connect-timeout", "-w",
    "--write-out",
    "-A", "--user-agent", "--retry", "--cacert", "-x", "--proxy", "-b", "--cookie", "-u", "--user",
    "-e", "--referer",
  ]

  init(words: ArraySlice<String>) {
    var rest = words
    while let word = rest.popFirst() {
      let (option, attached) = Self.split(word)
      switch option {
      case "-H", "--header": addHeader(attached ?? rest.popFirst() ?? "")
      case "--url": url = attached ?? rest.popFirst()
      case let option? where Self.bodyOptions.contains(option):
        addBody(attached ?? rest.popFirst() ?? "")
      case let option? where Self.ignored.contains(option):
        if attached == nil { _ = rest.popFirst() }
        if ["-b", "--cookie", "-u", "--user"].contains(option) {
          notes.append("\(option) may hold a secret and was left out.")
        }
      case .some: break
      case nil: url = url ?? word
      }
    }
  }

  /// An option, and the value that is written in one word with it.
  private static func split(_ word: String) -> (option: String?, value: String?) {
    guard word.hasPrefix("-"), word.count > 1 else { return (nil, nil) }
    if word.hasPrefix("--") {
      guard let sign = word.firstIndex(of: "=") else { return (word, nil) }
      return (String(word[..<sign]), String(word[word.index(after: sign)...]))
    }
    let takesValue = "HdXomwAxbue"
    // Letters without a value may stand in front of one that has one: `-sSXPOST`.
    guard let letter = word.dropFirst().firstIndex(where: takesValue.contains) else {
      return (word, nil)
    }
    let value = word[word.index(after: letter)...]
    return ("-\(word[letter])", value.isEmpty ? nil : String(value))
  }

  private mutating func addHeader(_ text: String) {
    guard let colon = text.firstIndex(of: ":") else { return }
    headers.append(
      HTTPHeader(
        text[..<colon].trimmingSpaces, text[text.index(after: colon)...].trimmingSpaces))
  }

  private mutating func addBody(_ text: String) {
    guard !text.hasPrefix("@") else { return }
    body = body.map { $0 + "&" + text } ?? text
  }
}
