import JSON
import MessagesAPI
public import Runs

/// The interface's sentences about how a run stands or ended.
public enum Wording {
  /// The outcome in a word or two.
  public static func title(of outcome: Run.Outcome) -> String {
    switch outcome {
    case .streaming: "answering"
    case .complete: "complete"
    case .endedWithoutTerminator: "ended without message_stop"
    case .truncated: "truncated"
    case .failed(let error): error.type ?? "error"
    case .cancelled: "cancelled"
    case .protocolFault: "protocol fault"
    case .rejected(let error, let status): "\(status) \(error.type ?? "rejected")"
    case .redirected(_, let status): "\(status) redirected"
    case .transportFailed: "not answered"
    }
  }

  /// The stop reason of an answer that can be relied on, else the outcome, in a word or two.
  public static func title(of run: Run) -> String {
    guard run.outcome.allowsTools else { return title(of: run.outcome) }
    return run.message.stopReason?.rawValue ?? "no stop reason"
  }

  /// What came of a run and what can be done, line by line; empty where nothing went wrong.
  public static func explanation(of run: Run) -> [String] {
    switch run.outcome {
    case .streaming: []
    case .complete: lines(of: run.message.stopDetails)
    case .endedWithoutTerminator:
      ["Everything arrived but the last event, message_stop; some gateways never send it."]
        + lines(of: run.message.stopDetails)
    case .truncated(let cause):
      ["The answer was cut before its end; what arrived is kept.", sentence(for: cause)]
    case .cancelled: ["You stopped the answer; what arrived is kept."]
    case .failed(let error):
      ["The server reported an error in mid-stream; what arrived before is kept."]
        + lines(of: error, in: run)
    case .rejected(let error, _): lines(of: error, in: run)
    case .protocolFault(let fault): [sentence(for: fault, in: run)]
    case .redirected(let target, _):
      [
        "The server redirects to \(target ?? "nowhere"); redirects are not followed.",
        "If you trust that address, make it the base URL; the request is kept.",
      ]
    case .transportFailed(let error): [sentence(for: error)] + hint(for: error)
    }
  }

  /// What a refusal says about itself; members that nobody here knows are told as they are.
  private static func lines(of details: JSONObject?) -> [String] {
    guard let details else { return [] }
    let others = details.members.filter { !["type", "explanation"].contains($0.key.value) }
    return [details["explanation"]?.stringValue].compactMap(\.self)
      + others.filter { !$0.value.isNull }.map { member in
        "\(member.key.value): \(member.value.stringValue ?? member.value.text(.compact))"
      }
  }

  private static func lines(of error: APIError, in run: Run) -> [String] {
    var lines = [error.message.isEmpty ? "The server gave no reason." : error.message]
    if let requestID = error.requestID { lines.append("request id: \(requestID)") }
    if let code = error.code { lines.append("code: \(code)") }
    if let head = run.head,
      case .after(let time, isServersWish: true) = RetryAdvice(
        head, error: error, attempt: 0, now: run.startedAt)
    {
      lines.append("The server asks to wait \(wait(time)); then the same request may succeed.")
    } else if error.isTransient {
      lines.append("The same request may succeed when it is sent again.")
    }
    return lines
  }

  /// A time to wait: of more than ten seconds no part is told.
  private static func wait(_ time: Duration) -> String {
    let whole = (time / .seconds(1)).rounded(.up)
    return time > .seconds(10) || time == .seconds(whole) ? "\(Int(whole)) s" : seconds(time)
  }

  private static func sentence(for cause: Run.Cause) -> String {
    switch cause {
    case .bodyEnded: "The body ended as if it were whole, without a stop reason."
    case .transport(let error): sentence(for: error)
    }
  }

  private static func sentence(for fault: Run.Fault, in run: Run) -> String {
    switch fault {
    case .stream(let fault):
      fault.description.prefix(1).uppercased() + fault.description.dropFirst() + "."
    case .emptyBody: "The server accepted the request and answered with an empty body."
    case .notAMessage:
      "The body is no message: \(run.head?.mediaType ?? "no content-type"), \(run.byteCount) bytes."
        + " The Headers tab shows it."
    case .invalidJSON(let error): "The body is not JSON: \(error)"
    case .bodyTooLong(let limit): "The body is longer than \(limit) bytes and was cut there."
    }
  }

  /// What kept the request or the answer from arriving.
  public static func sentence(for error: TransportError) -> String {
    let fact =
      switch error.kind {
      case .refused: "The server refused the connection."
      case .dns: "The host name has no address."
      case .unreachable: "The host can't be reached."
      case .timeout: "Time ran out while \(activity(in: error.phase))."
      case .tlsCertificate(let reason): "The server's certificate can't be trusted: \(reason)"
      case .tls: "TLS failed."
      case .reset: "The connection was reset while \(activity(in: error.phase))."
      case .truncated(let expected):
        expected.map { "The body ended before its announced \($0) bytes." }
          ?? "The body ended early."
      case .notAllowed(let reason): "Not sent: \(reason)"
      case .encoding: "The body's content-encoding can't be read."
      case .malformedResponse: "What came back is no HTTP."
      case .other: "The transfer failed while \(activity(in: error.phase))."
      }
    return error.detail.isEmpty ? fact : fact + " (" + error.detail + ")"
  }

  private static func hint(for error: TransportError) -> [String] {
    switch error.kind {
    case .refused, .dns, .unreachable: ["Check the base URL in the form; the request is kept."]
    case .timeout where error.phase == .receive:
      ["The request was sent and may have been billed; it was not sent again."]
    case .timeout, .tlsCertificate, .tls, .reset, .truncated, .notAllowed, .encoding,
      .malformedResponse, .other:
      []
    }
  }

  /// A time in seconds, to the tenth: `4.1 s`; below that in milliseconds.
  static func seconds(_ time: Duration) -> String {
    let milliseconds = Int(time / .milliseconds(1))
    if milliseconds < 100 { return "\(milliseconds) ms" }
    return "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s"
  }

  private static func activity(in phase: TransportError.Phase) -> String {
    switch phase {
    case .resolve: "looking up the host"
    case .connect: "connecting"
    case .tls: "setting up TLS"
    case .send: "sending the request"
    case .receive: "receiving the answer"
    }
  }

  /// Why a tool call can't be answered; nil when it can.
  static func objection(to state: ToolInputState) -> String? {
    switch state {
    case .runnable: nil
    case .incomplete: "incomplete input"
    case .cut(let reason): "cut by \(reason.rawValue)"
    case .unfinishedMessage: "unfinished answer"
    case .invalid(let error): "invalid input, \(error)"
    case .notAnObject(let typeName): "the input has the type \(typeName), not object"
    }
  }
}
