import JSON
import MessagesAPI
import Runs

extension Message {
  /// The text of all text blocks. Blocks that were cut for what they cite go on in one another, others stand
  /// apart by an empty line.
  var joinedText: String {
    var text = ""
    var last: ContentBlock?
    for block in content {
      if block.kind == .text, !block.textBytes.isEmpty {
        let goesOn = last.map {
          $0.kind == .text && !($0.allCitations.isEmpty && block.allCitations.isEmpty)
        }
        text += (text.isEmpty || goesOn == true ? "" : "\n\n") + block.text
      }
      last = block
    }
    return text
  }
}

extension Run {
  /// The request as it went out: its line, its headers without secrets, and its body.
  var requestText: String {
    let headers = request.headers.map { "\($0.name): \($0.value)" }
    return (["\(request.method) \(request.url)"] + headers + ["", bodyText]).joined(separator: "\n")
  }

  /// The request's body.
  var bodyText: String { String(decoding: request.body, as: UTF8.self) }

  /// The status and the headers of the answer.
  var headText: String {
    guard let head else { return isActive ? "No answer yet." : "There was no answer." }
    let headers = head.headers.map { "\($0.name): \($0.value)" }
    var text = (["status \(head.status)"] + headers).joined(separator: "\n")
    if bodyForm != .eventStream { text += "\n\n" + String(decoding: body, as: UTF8.self) }
    return text
  }

  /// The request as it went out, in parts.
  var requestParts: [DocumentPart] {
    let headers = request.headers.map { "\($0.name): \($0.value)" }
    return [
      DocumentPart(
        title: "\(request.method) \(request.url)",
        text: headers.isEmpty ? "(no headers)" : headers.joined(separator: "\n")),
      DocumentPart(
        title: "body", remark: "\(request.body.count) bytes", text: bodyText, isJSON: true),
    ]
  }

  /// The status and the headers of the answer, and what came with them that is no stream.
  var headParts: [DocumentPart] {
    guard let head else {
      return [DocumentPart(title: isActive ? "No answer yet" : "There was no answer", text: "")]
    }
    let headers = head.headers.map { "\($0.name): \($0.value)" }
    var parts = [
      DocumentPart(
        title: "status \(head.status)",
        remark: headAt.map { "after \(Wording.seconds($0))" } ?? "",
        text: headers.isEmpty ? "(no headers)" : headers.joined(separator: "\n"))
    ]
    if bodyForm != .eventStream {
      parts.append(
        DocumentPart(
          title: "body", remark: "\(byteCount) bytes",
          text: String(decoding: body, as: UTF8.self), isJSON: bodyForm == .json))
    }
    return parts
  }

  /// The run in a few words: what was asked of which model, where.
  func summary(of body: JSONValue?) -> String {
    let model = body?["model"]?.stringValue ?? "no model"
    let last = body?["messages"]?.arrayValue?.last?["content"]
    return "\(model) at \(endpointName) · \(last.map(Preview.content) ?? "")"
  }

  /// What was asked otherwise than in the run before, in a few words.
  func changes(from old: JSONValue, at other: Run, to new: JSONValue) -> String {
    let place = endpointName == other.endpointName ? [] : ["at \(endpointName)"]
    let changes = RunComparison.changes(from: old, to: new).map { change in
      change.new.map { change.pointer.spoken + " " + Self.preview(of: $0) }
        ?? "no " + change.pointer.spoken
    }
    let all = place + changes
    guard !all.isEmpty else { return "the same again" }
    let limit = 3
    let rest = all.count > limit ? ["\(all.count - limit) more"] : []
    return (all.prefix(limit) + rest).joined(separator: ", ")
  }

  private static func preview(of value: JSONValue) -> String {
    let text = value["content"].map(Preview.content) ?? Preview.content(value)
    return text.count > 30 ? text.prefix(29) + "…" : text
  }

  /// How the run ended, how long the answer is, and how long it took.
  var figures: String {
    var parts = [Wording.title(of: self)]
    if accumulator.hasOutputCount, let count = message.usage.outputTokens {
      parts.append(count == 1 ? "1 token" : "\(count) tokens")
    }
    if let endsAt { parts.append(Wording.seconds(endsAt)) }
    return parts.joined(separator: " · ")
  }
}
