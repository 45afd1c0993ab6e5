public import JSON

/// The file form of a run: a JSON text from which the run is folded again.
///
/// It holds the request, the response's head, and the body cut behind each event with the time at which
/// the part was complete. Headers that carry secrets are written without their values. Members that a
/// newer version adds are ignored.
public struct Capture: Sendable {
  /// What is written, or was read.
  public let run: Run

  public init(_ run: Run) { self.run = run }

  /// Reads a file; the run gets the id that the session gives it.
  public init(reading bytes: [UInt8], as id: Run.ID) throws(ReadError) {
    let value: JSONValue
    do throws(JSONParseError) {
      value = try JSONParser.parse(bytes)
    } catch {
      throw .notJSON(error)
    }
    guard value["format"]?.stringValue == Self.format else { throw .notACapture }
    run = try Self.read(value, as: id)
  }

  /// Why a file can't be read.
  public enum ReadError: Error, Hashable, Sendable {
    case notJSON(JSONParseError)
    case notACapture
    /// A member that must be there is absent or of the wrong type.
    case malformed(JSONPointer)
  }

  /// The value of `format`, by which a file is known.
  static let format = "messages-workbench-run"
}

// MARK: - Writing

extension Capture {
  /// The file's bytes: one line for each member, and for each part of the body.
  public var bytes: [UInt8] {
    var output = Array("{".utf8)
    for (key, value) in members {
      output += "\n\"\(key)\": ".utf8
      output += value.encoded(.compact)
      output.append(UInt8(ascii: ","))
    }
    output += "\n\"body\": [".utf8
    for (index, part) in bodyParts.enumerated() {
      output += (index == 0 ? "\n[" : ",\n[").utf8
      output += "\(part.time.wholeMicroseconds), ".utf8
      output += Self.encode(run.body(in: part.range)).encoded(.compact)
      output.append(UInt8(ascii: "]"))
    }
    output += "\n]\n}\n".utf8
    return output
  }

  private var members: [(String, JSONValue)] {
    var members: [(String, JSONValue)] = [
      ("format", .string(Self.format)), ("version", 1),
      ("endpoint", .string(run.endpointName)),
      ("started_at", .number(JSONNumber(run.startedAt))),
      (
        "request",
        [
          "method": .string(run.request.method), "url": .string(run.request.url),
          "headers": Self.encode(run.request.headers), "body": Self.encode(run.request.body),
        ]
      ),
    ]
    if let head = run.head {
      members.append(
        (
          "response",
          [
            "status": .number(JSONNumber(head.status)), "headers": Self.encode(head.headers),
            "at": Self.encode(run.headAt ?? .zero),
          ]
        ))
    }
    if run.omittedByteCount > 0 {
      members.append(("omitted_bytes", .number(JSONNumber(run.omittedByteCount))))
    }
    if let end = run.end {
      var object = Self.encode(end)
      object["at"] = Self.encode(run.endsAt ?? .zero)
      members.append(("end", .object(object)))
    }
    return members
  }

  /// The body, cut behind the blank line of every event.
  private var bodyParts: [(time: Duration, range: Range<Int>)] {
    var parts: [(Duration, Range<Int>)] = []
    var start = 0
    for index in 0..<run.eventCount {
      guard let end = run.endOfEvent(index) else { break }
      parts.append((run.eventArrival(index), start..<end))
      start = end
    }
    if start < run.keptByteCount {
      parts.append((run.lastByteAt ?? .zero, start..<run.keptByteCount))
    }
    return parts
  }

  /// Text where the bytes are UTF-8, else `{"bytes": […]}`.
  private static func encode(_ bytes: [UInt8]) -> JSONValue {
    if let text = String(validating: bytes, as: UTF8.self) { return .string(text) }
    return ["bytes": .array(JSONArray(bytes.map { .number(JSONNumber(Int($0))) }))]
  }

  private static func encode(_ time: Duration) -> JSONValue {
    .number(JSONNumber(Int(time.wholeMicroseconds)))
  }

  private static let secretHeaders: Set = [
    "authorization", "x-api-key", "proxy-authorization", "cookie", "set-cookie",
  ]

  private static func encode(_ headers: [HTTPHeader]) -> JSONValue {
    .array(
      JSONArray(
        headers.map { header in
          let isSecret = secretHeaders.contains(header.name.lowercased())
          return [.string(header.name), .string(isSecret ? "(not kept)" : header.value)]
        }))
  }
}
