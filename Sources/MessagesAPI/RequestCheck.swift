internal import JSON

/// Looks for what an endpoint would refuse, ignore or misread in a request. Nothing is ever blocked.
public struct RequestCheck {
  let request: MessageRequest
  let profile: EndpointProfile
  private(set) var findings: [Finding] = []

  /// What there is to say about a request, the worst first.
  ///
  /// The ledger knows the thinking of this conversation, where one was kept.
  public static func findings(
    for request: MessageRequest, profile: EndpointProfile, ledger: ThinkingLedger = ThinkingLedger()
  ) -> [Finding] {
    var check = RequestCheck(request: request, profile: profile)
    check.checkDuplicateKeys()
    check.checkFields()
    check.checkUnknownMembers()
    check.checkThinking()
    check.checkOutput()
    check.checkTools()
    check.checkToolChoice()
    check.checkSystem()
    check.checkMessages()
    check.checkToolExchange()
    check.checkThinkingPrefix(ledger)
    // The sort is stable: findings of one severity stay in the order of the form.
    return check.findings.sorted { $0.severity > $1.severity }
  }

  private init(request: MessageRequest, profile: EndpointProfile) {
    self.request = request
    self.profile = profile
  }

  /// The endpoint as the subject of a sentence.
  var endpoint: String { profile.kind.title }

  /// Whether breaking a documented rule is known to end in an error, rather than in a guess.
  var isStrict: Bool { [.anthropic, .friendli, .embedded].contains(profile.kind) }

  /// How much it matters to break a documented rule.
  var ruleSeverity: Finding.Severity { isStrict ? .error : .warning }

  mutating func report(
    _ severity: Finding.Severity, _ pointer: JSONPointer, _ message: String, mend: Mend? = nil
  ) {
    findings.append(Finding(severity: severity, pointer: pointer, message: message, mend: mend))
  }

  /// The value at a path of the body, unless it is absent or null.
  func value(_ field: RequestField) -> JSONValue? {
    if case .value(let value) = request[field] { value } else { nil }
  }
}

extension RequestCheck {
  private mutating func checkDuplicateKeys() {
    collectDuplicates(in: request.json, at: [])
  }

  private mutating func collectDuplicates(in value: JSONValue, at path: [String]) {
    switch value {
    case .object(let object):
      let duplicates = object.duplicateKeys
      if !duplicates.isEmpty {
        let pointer = JSONPointer(path)
        var seen: Set<String> = []
        let kept = object.members.reversed().filter { seen.insert($0.key.value).inserted }
        report(
          .warning, pointer,
          "The key \(duplicates.joined(separator: ", ")) occurs more than once; most servers take the last.",
          mend: Mend(
            title: "Keep the last of each",
            edits: [.set(pointer, .object(JSONObject(kept.reversed())))]))
      }
      for member in object.members {
        collectDuplicates(in: member.value, at: path + [member.key.value])
      }
    case .array(let array):
      for (index, element) in array.enumerated() {
        collectDuplicates(in: element, at: path + [String(index)])
      }
    case .null, .bool, .number, .string:
      break
    }
  }

  private mutating func checkUnknownMembers() {
    for member in request.unknownMembers {
      let name = member.pointer.tokens.last ?? ""
      let isTop = member.pointer.tokens.count == 1
      let support = isTop ? profile.support(ofField: name) : profile.support(ofField: "*")
      let near = member.suggestion.map { ", perhaps meant as \($0)" } ?? ""
      let mend =
        member.suggestion.flatMap { rename(member.pointer, to: $0) } ?? .remove(member.pointer)
      let path = member.pointer.path
      switch support {
      case .used, .required: break
      case .rejected:
        report(
          .error, member.pointer, "\(endpoint) rejects the unknown field \(path)\(near).",
          mend: mend)
      case .ignored:
        report(
          .warning, member.pointer, "\(endpoint) ignores the unknown field \(path)\(near).",
          mend: mend)
      case .unknown:
        let severity: Finding.Severity = member.suggestion == nil ? .note : .warning
        report(
          severity, member.pointer,
          "\(path) is not a documented field\(near); it is sent as it is.",
          mend: member.suggestion == nil ? nil : mend)
      }
    }
  }

  /// An edit that gives a member another key, in its place.
  func rename(_ pointer: JSONPointer, to name: String) -> Mend? {
    let parent = pointer.parent
    guard var object = request.json[parent]?.objectValue, object[name] == nil,
      let position = object.position(of: pointer.tokens.last ?? "")
    else { return nil }
    object.members[position].key = JSONString(name)
    return Mend(
      title: "Rename \(pointer.path) to \(name)", edits: [.set(parent, .object(object))])
  }
}

extension EndpointProfile.Kind {
  /// The kind of server as the subject of a sentence.
  public var title: String {
    switch self {
    case .embedded: "The embedded endpoint"
    case .friendli: "Friendli"
    case .anthropic: "Anthropic"
    case .llamaCpp: "llama.cpp"
    case .vLLM: "vLLM"
    case .ollama: "Ollama"
    case .liteLLM: "LiteLLM"
    case .generic: "This endpoint"
    }
  }
}
