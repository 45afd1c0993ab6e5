import JSON
import MessagesAPI
import MessagesClient
import Presets
import Runs
import Storage

/// Facts put into words, for standard error.
enum Sentence {
  static func about(_ outcome: Run.Outcome) -> String {
    switch outcome {
    case .streaming: "still under way"
    case .complete: "complete"
    case .endedWithoutTerminator: "complete, but the stream ended without message_stop"
    case .truncated(.bodyEnded): "the answer is cut: the body ended before a stop reason came"
    case .truncated(.transport(let error)): "the answer is cut: \(about(error))"
    case .failed(let error): "the endpoint reported an error: \(error)"
    case .cancelled: "cancelled"
    case .protocolFault(let fault): "the answer can't be used: \(about(fault))"
    case .rejected(let error, _): "the endpoint refused the request: \(error)"
    case .redirected(let target, _):
      "the server redirects to \(target ?? "nowhere"); not followed"
    case .transportFailed(let error): about(error)
    }
  }

  static func about(_ error: TransportError) -> String {
    let phase =
      switch error.phase {
      case .resolve: "looking the host up"
      case .connect: "connecting"
      case .tls: "setting up TLS"
      case .send: "sending"
      case .receive: "receiving"
      }
    let what =
      switch error.kind {
      case .refused: "the connection was refused"
      case .dns: "the host has no address"
      case .unreachable: "the host can't be reached"
      case .timeout: "it took too long"
      case .tlsCertificate(let reason): "the certificate isn't trusted: \(reason)"
      case .tls: "TLS failed"
      case .reset: "the connection was reset"
      case .truncated(let expected?): "the connection was closed before all \(expected) bytes came"
      case .truncated(nil): "the connection was closed before the end"
      case .notAllowed(let reason): "not sent: \(reason)"
      case .encoding: "the body is compressed in a way that wasn't asked for"
      case .malformedResponse: "what came is no HTTP answer"
      case .other: "it failed"
      }
    if case .notAllowed = error.kind { return what }
    return "\(what) while \(phase)" + (error.detail.isEmpty ? "" : " (\(error.detail))")
  }

  static func about(_ fault: Run.Fault) -> String {
    switch fault {
    case .stream(let fault): "\(fault)"
    case .emptyBody: "it is empty"
    case .notAMessage(let form): "it is no message (\(form))"
    case .invalidJSON(let error): "\(error)"
    case .bodyTooLong(let limit): "it is longer than \(limit) bytes"
    }
  }

  static func about(_ failure: WebAddress.Failure) -> String {
    switch failure {
    case .empty: "it is empty"
    case .missingScheme: "it doesn't begin with https:// or http://"
    case .unsupportedScheme(let scheme): "\(scheme) isn't http or https"
    case .missingHost: "it has no host"
    case .invalidHost(let host): "\(host) is no host"
    case .invalidPort(let port): "\(port) is no port"
    case .userInformation: "a name or password stands before the host"
    case .query: "it has a query"
    case .fragment: "it has a fragment"
    case .character(let code): "it has the character U+" + String(code, radix: 16).uppercased()
    }
  }

  static func about(_ problem: Endpoint.Problem) -> String {
    switch problem {
    case .address(let failure): "the base URL can't be used: \(about(failure))"
    case .keyOverPlainHTTP(let origin): "the key would go to \(origin) unencrypted"
    case .credentialInHeader(let name):
      "the header \(name) would carry a key, which belongs in `key`"
    case .malformedHeader(let name): "the header \(name) is malformed"
    }
  }

  static func about(_ error: Preset.ParseError) -> String {
    switch error {
    case .notJSON(let error): "\(error)"
    case .notAnObject(let found): "a request is a JSON object, not \(found)"
    }
  }

  static func about(_ error: PresetStore.LoadError) -> String {
    switch error {
    case .name: "it has a name that no preset can have"
    case .file(let error): "\(error.cause)"
    case .content(let error): about(error)
    }
  }

  /// What else there is to know of how a run went: notes on the stream, and what helps after a refusal.
  static func hints(for run: Run) -> [String] {
    var hints = run.notes.map { "note: \($0)" }
    if let text = run.message.stopDetails?["explanation"]?.stringValue {
      hints.append("the model's explanation: \(text)")
    }
    let error: APIError
    switch run.outcome {
    case .rejected(let reason, _), .failed(let reason): error = reason
    default: return hints
    }
    if let head = run.head,
      case .after(let time, isServersWish: true) = RetryAdvice(
        head, error: error, attempt: 0, now: run.startedAt)
    {
      hints.append("the endpoint asks to wait for \(seconds(time))")
    }
    if let id = run.requestID { hints.append("request id: \(id)") }
    return hints
  }

  /// What a run came to: stop reason, usage, time.
  static func summary(of run: Run) -> String {
    var parts: [String] = []
    if let reason = run.message.stopReason { parts.append(reason.rawValue) }
    let usage = run.message.usage
    if let count = usage.inputTokens { parts.append("\(count) tokens in") }
    if run.accumulator.hasOutputCount, let count = usage.outputTokens {
      parts.append("\(count) tokens out")
    }
    let metrics = run.metrics()
    if let time = metrics.timeToFirstToken { parts.append("first after \(seconds(time))") }
    parts.append(seconds(metrics.elapsed))
    return parts.joined(separator: ", ")
  }

  private static func seconds(_ duration: Duration) -> String {
    let milliseconds = Int((duration / .milliseconds(1)).rounded())
    if milliseconds < 1000 { return "\(milliseconds) ms" }
    return "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s"
  }
}
