import Glibc
import LocalEndpoint
import Storage

/// `workbench serve`
struct ServeCommand: Sendable {
  private let responder: any LocalResponder
  private let configuration: LoopbackServer.Configuration
  private let madeUpToken: String?

  init(_ arguments: Arguments, _ surroundings: Surroundings) throws(UsageError) {
    let port: UInt16 = try Self.number("--port", arguments, "a port from 0 to 65535") ?? 0
    let seed: UInt64? = try Self.number("--seed", arguments, "a whole number that isn't negative")
    let rate: Double? = try Self.number("--rate", arguments, "tokens a second, more than 0")
    if let rate, !(rate > 0 && rate.isFinite) {
      throw .invalid(option: "--rate", value: "\(rate)", expected: "tokens a second, more than 0")
    }
    let ignored = arguments.value("--ignore") ?? ""
    let handler = RequestHandler(
      options: RequestHandler.Options(
        seed: seed, tokensPerSecond: rate,
        ignoredFields: Set(ignored.split(separator: ",").map(String.init))))

    let endpoint = FaultResponder(.models, otherwise: handler)
    if let path = arguments.value("--script") {
      responder = FaultResponder(try Self.script(path), otherwise: endpoint)
    } else {
      responder = endpoint
    }
    let given = surroundings.environment["WORKBENCH_SERVE_TOKEN"]
    madeUpToken = arguments.has("--token") && given == nil ? Self.token() : nil
    configuration = LoopbackServer.Configuration(
      port: port, token: arguments.has("--token") ? given ?? madeUpToken : nil
    ) { StandardStream.error.line(Self.line($0)) }
  }

  /// Serves until a signal comes.
  func run() -> ExitStatus {
    Signals.hold()
    let server = LoopbackServer(responder, configuration: configuration)
    do throws(LoopbackServer.StartError) {
      try server.start()
    } catch {
      let reason = String(cString: strerror(error.code))
      StandardStream.error.line("workbench: can't listen on port \(error.port): \(reason)")
      return .failed
    }
    StandardStream.output.line(server.baseURL)
    if let madeUpToken { StandardStream.error.line("token: \(madeUpToken)") }

    let isOver = Monitor(false)
    Signals.onEnd { isOver.update { $0 = true } }
    isOver.wait { $0 }
    server.stop()
    return .success
  }

  private static func number<Number: LosslessStringConvertible>(
    _ option: String, _ arguments: Arguments, _ expected: String
  ) throws(UsageError) -> Number? {
    guard let text = arguments.value(option) else { return nil }
    guard let number = Number(text) else {
      throw .invalid(option: option, value: text, expected: expected)
    }
    return number
  }

  private static func script(_ path: String) throws(UsageError) -> FaultScript {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileStore.read(path).bytes
    } catch {
      throw .unreadable(path: path, reason: "\(error.cause)")
    }
    do throws(FaultScript.ParseError) {
      return try FaultScript(parsing: bytes)
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }

  private static func token() -> String {
    let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")
    var random = SystemRandomNumberGenerator()
    return String((0..<32).map { _ in letters.randomElement(using: &random)! })
  }

  private static func line(_ exchange: LoopbackServer.Exchange) -> String {
    let ending: String? =
      switch exchange.ending {
      case .complete: nil
      case .clientLeft: "client left"
      case .cut: "cut"
      case .madeRoom: "closed to make room for another connection"
      }
    let status = exchange.status == 0 ? nil : "\(exchange.status)"
    let outcome = [status, "\(exchange.sentByteCount) bytes", ending].compactMap(\.self)
    // Some clients put a key into the query.
    let path = exchange.target.prefix { $0 != "?" }
    let query = path.count < exchange.target.count ? "?…" : ""
    let what = exchange.method.isEmpty ? "no request" : "\(exchange.method) \(path)\(query)"
    return "\(what): \(outcome.joined(separator: ", ")) (\(exchange.requestID))"
  }
}
