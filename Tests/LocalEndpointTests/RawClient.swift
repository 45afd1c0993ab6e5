import Glibc

/// A TCP connection on which tests say what they like.
final class RawClient {
  private let descriptor: Int32

  init?(port: UInt16, usesIPv6: Bool = false) {
    descriptor = socket(usesIPv6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var limit = timeval()
    limit.tv_sec = 10
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    let isConnected: Bool
    if usesIPv6 {
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_port = port.bigEndian
      address.sin6_addr = in6addr_loopback
      isConnected = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size)) == 0
        }
      }
    } else {
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
      isConnected = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
      }
    }
    // What was opened is closed by `deinit`, which runs after this too: closing it twice would close
    // what another test has opened in between.
    guard isConnected else { return nil }
  }

  deinit { Glibc.close(descriptor) }

  @discardableResult
  func send(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// The next bytes; empty at the end.
  func read() -> String {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : ""
  }

  /// Reads until the text occurs or the connection ends.
  func read(until end: String) -> String {
    var text = ""
    while !text.contains(end) {
      let more = read()
      if more.isEmpty { break }
      text += more
    }
    return text
  }

  /// Everything up to the end of the connection.
  func readAll() -> String {
    var text = ""
    while case let more = read(), !more.isEmpty { text += more }
    return text
  }

  /// Sends a request and reads to the end.
  static func exchange(_ request: String, port: UInt16) -> String {
    guard let client = RawClient(port: port) else { return "not connected" }
    client.send(request)
    return client.readAll()
  }
}

extension String {
  /// The status in a response's first line.
  var status: Int? {
    split(separator: " ", maxSplits: 2).dropFirst().first.flatMap { Int($0) }
  }
}
