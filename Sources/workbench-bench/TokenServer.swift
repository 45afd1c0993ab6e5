import Glibc
import Synchronization

/// A server on this machine that answers one request with tokens, each in an event of its own.
final class TokenServer: Sendable {
  /// The address to give to the program.
  let url: String
  private let listener: Int32
  private let done = Atomic(false)
  private let sent = Mutex<[Int: ContinuousClock.Instant]>([:])

  /// Words of the length that tokens of English text have on average, space included.
  static let words = [
    " the", " answer", " is", " that", " each", " token", " of", " a", " stream", " comes", " in",
    " its", " own", " event", " and", " can", " be", " seen", ",", " so",
  ]

  /// A character that stands for a token and for nothing else on the screen.
  static func marker(_ number: Int) -> String {
    String(Unicode.Scalar(0x4E00 + UInt32(number))!)
  }

  /// - Parameters:
  ///   - rate: Tokens a second, or nil for as fast as they are taken.
  ///   - markerDistance: Every so many tokens, and at the end, there is a marker.
  init?(tokenCount: Int, rate: Double?, markerDistance: Int) {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let port = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer -> UInt16? in
        guard bind(listener, pointer, length) == 0, listen(listener, 1) == 0,
          getsockname(listener, pointer, &length) == 0
        else { return nil }
        return UnsafeRawPointer(pointer).loadUnaligned(as: sockaddr_in.self).sin_port.bigEndian
      }
    }
    guard let port else { return nil }
    url = "http://127.0.0.1:\(port)"
    let job = Job { [self] in
      answer(tokenCount: tokenCount, rate: rate, markerDistance: markerDistance)
    }
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      {
        Unmanaged<Job>.fromOpaque($0!).takeRetainedValue().body()
        return nil
      }, Unmanaged.passRetained(job).toOpaque())
    pthread_detach(thread)
  }

  /// When the token with this marker was sent; the first token's number is 0.
  func sendingTime(ofMarker number: Int) -> ContinuousClock.Instant? {
    sent.withLock { $0[number] }
  }

  private final class Job {
    let body: () -> Void
    init(body: @escaping () -> Void) { self.body = body }
  }

  /// Whether everything was sent, or nobody takes it any more.
  var isDone: Bool { done.load(ordering: .relaxed) }

  private func answer(tokenCount: Int, rate: Double?, markerDistance: Int) {
    let connection = accept(listener, nil, nil)
    defer {
      done.store(true, ordering: .relaxed)
      close(connection)
      close(listener)
    }
    var request = [UInt8](repeating: 0, count: 65_536)
    _ = read(connection, &request, request.count)
    var noDelay: Int32 = 1
    setsockopt(
      connection, Int32(IPPROTO_TCP), TCP_NODELAY, &noDelay,
      socklen_t(MemoryLayout<Int32>.size))
    send(
      "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
        + SyntheticStream.opening, to: connection)
    let start = ContinuousClock.now
    var batch = ""
    for index in 0..<tokenCount {
      let isMarker = index % markerDistance == 0 || index == tokenCount - 1
      let number = index == tokenCount - 1 ? tokenCount : index / markerDistance
      let text = isMarker ? Self.marker(number) : Self.words[index % Self.words.count]
      batch += SyntheticStream.event("content_block_delta", SyntheticStream.delta(text))
      guard rate != nil || batch.utf8.count > 32_768 || isMarker else { continue }
      if let rate {
        let due = start + .seconds(Double(index) / rate)
        let wait = due - .now
        if wait > .zero { usleep(UInt32(wait / .microseconds(1))) }
      }
      if isMarker { sent.withLock { $0[number] = .now } }
      guard send(batch, to: connection) else { return }
      batch = ""
    }
    send(batch + SyntheticStream.closing(index: 0), to: connection)
  }

  @discardableResult
  private func send(_ text: String, to connection: Int32) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Glibc.send(
          connection, UnsafeRawPointer(bytes.baseAddress! + rest.startIndex), rest.count,
          Int32(MSG_NOSIGNAL))
        if count <= 0 { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }
  }
}
