import JSON
import MessagesAPI
public import Runs

extension Run {
  /// The request as it went out: its line, its headers without secrets, and its body.
  public var requestText: String {
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
  var summary: String {
    let body = try? JSONParser.parse(request.body)
    let model = body?["model"]?.stringValue ?? "no model"
    let last = body?["messages"]?.arrayValue?.last?["content"]
    let prompt = last?.stringValue ?? last?.arrayValue.map(Preview.blocks) ?? ""
    return "\(model) at \(endpointName) · \(Preview.line(of: prompt))"
  }
}
