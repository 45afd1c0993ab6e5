import JSON

extension Capture {
  static func read(_ value: JSONValue, as id: Run.ID) throws(ReadError) -> Run {
    var run = Run(
      id: id,
      request: Run.Request(
        method: try string(value, "/request/method"), url: try string(value, "/request/url"),
        headers: try headers(value, "/request/headers"), body: try bytes(value, "/request/body")),
      endpointName: value["endpoint"]?.stringValue ?? "",
      startedAt: value["started_at"]?.doubleValue ?? 0)
    if value["response"] != nil {
      let head = ResponseHead(
        status: try integer(value, "/response/status"),
        headers: try headers(value, "/response/headers"))
      run.receive(head: head, at: try time(value, "/response/at"))
    }
    guard let parts = value["body"]?.arrayValue else { throw .malformed("/body") }
    for index in parts.indices {
      let pointer = JSONPointer(["body", String(index)])
      // The pointer is for telling where; looking it up each time would start from the top.
      guard let at = parts[index][0]?.intValue, let bytes = bytes(parts[index][1]) else {
        throw .malformed(pointer)
      }
      run.receive(chunk: bytes, at: .microseconds(at))
    }
    if let omitted = value["omitted_bytes"]?.intValue, omitted > 0 { run.omit(omitted) }
    if value["end"] != nil {
      run.finish(try end(value), at: try time(value, "/end/at"))
    }
    return run
  }

  private static func string(
    _ value: JSONValue, _ pointer: JSONPointer
  ) throws(ReadError) -> String {
    guard let string = value[pointer]?.stringValue else { throw .malformed(pointer) }
    return string
  }

  private static func integer(
    _ value: JSONValue, _ pointer: JSONPointer
  ) throws(ReadError) -> Int {
    guard let integer = value[pointer]?.intValue else { throw .malformed(pointer) }
    return integer
  }

  private static func time(
    _ value: JSONValue, _ pointer: JSONPointer
  ) throws(ReadError) -> Duration {
    .microseconds(try integer(value, pointer))
  }

  private static func bytes(
    _ value: JSONValue, _ pointer: JSONPointer
  ) throws(ReadError) -> [UInt8] {
    guard let bytes = bytes(value[pointer]) else { throw .malformed(pointer) }
    return bytes
  }

  private static func bytes(_ value: JSONValue?) -> [UInt8]? {
    if let text = value?.stringValue { return Array(text.utf8) }
    guard let numbers = value?["bytes"]?.arrayValue else { return nil }
    let bytes = numbers.compactMap { $0.intValue.flatMap(UInt8.init(exactly:)) }
    return bytes.count == numbers.count ? bytes : nil
  }

  private static func headers(
    _ value: JSONValue, _ pointer: JSONPointer
  ) throws(ReadError) -> [HTTPHeader] {
    guard let pairs = value[pointer]?.arrayValue else { throw .malformed(pointer) }
    let headers = pairs.compactMap { pair -> HTTPHeader? in
      guard let name = pair[0]?.stringValue, let value = pair[1]?.stringValue else { return nil }
      return HTTPHeader(name, value)
    }
    guard headers.count == pairs.count else { throw .malformed(pointer) }
    return headers
  }
}

// MARK: - The end

extension Capture {
  static func encode(_ end: Run.End) -> JSONObject {
    switch end {
    case .complete: return ["how": "complete"]
    case .cancelled: return ["how": "cancelled"]
    case .failed(let error):
      let (kind, fact) = encode(error.kind)
      var object: JSONObject = [
        "how": "failed", "phase": .string(error.phase.rawValue), "kind": .string(kind),
        "detail": .string(error.detail),
      ]
      object["fact"] = fact
      return object
    }
  }

  private static func end(_ value: JSONValue) throws(ReadError) -> Run.End {
    switch try string(value, "/end/how") {
    case "complete": return .complete
    case "cancelled": return .cancelled
    default:
      // A newer version may know more ways; what is read is that it failed.
      let end = value["end"]
      let phase = end?["phase"]?.stringValue.flatMap(TransportError.Phase.init(rawValue:))
      return .failed(
        TransportError(
          phase: phase ?? .receive, kind: kind(end?["kind"]?.stringValue, end?["fact"]),
          detail: end?["detail"]?.stringValue ?? ""))
    }
  }

  /// The name of a kind in a file, and the fact that goes with it.
  private static func encode(_ kind: TransportError.Kind) -> (String, JSONValue?) {
    switch kind {
    case .refused: ("refused", nil)
    case .dns: ("dns", nil)
    case .unreachable: ("unreachable", nil)
    case .timeout: ("timeout", nil)
    case .tlsCertificate(let reason): ("tls_certificate", .string(reason))
    case .tls: ("tls", nil)
    case .reset: ("reset", nil)
    case .truncated(let expected): ("truncated", expected.map { .number(JSONNumber($0)) })
    case .notAllowed(let reason): ("not_allowed", .string(reason))
    case .encoding: ("encoding", nil)
    case .malformedResponse: ("malformed_response", nil)
    case .other: ("other", nil)
    }
  }

  private static func kind(_ name: String?, _ fact: JSONValue?) -> TransportError.Kind {
    let text = fact?.stringValue ?? ""
    return switch name {
    case "refused": .refused
    case "dns": .dns
    case "unreachable": .unreachable
    case "timeout": .timeout
    case "tls_certificate": .tlsCertificate(reason: text)
    case "tls": .tls
    case "reset": .reset
    case "truncated": .truncated(expected: fact?.intValue)
    case "not_allowed": .notAllowed(reason: text)
    case "encoding": .encoding
    case "malformed_response": .malformedResponse
    default: .other
    }
  }
}
