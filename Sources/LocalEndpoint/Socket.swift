import Glibc

/// A stream socket, as a descriptor with the calls that the server needs.
///
/// Copies share the descriptor; `close` is called once, by its owner.
struct Socket: Hashable, Sendable {
  let descriptor: Int32

  /// A call that failed, with its `errno`.
  struct Failure: Error, Hashable, Sendable {
    var code: Int32
  }

  /// A listening socket on a loopback address.
  ///
  /// - Parameter port: 0 for a free one.
  static func listening(on family: Family, port: UInt16) throws(Failure) -> Socket {
    let descriptor = socket(family.rawValue, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw Failure(code: errno) }
    let socket = Socket(descriptor: descriptor)
    do throws(Failure) {
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      // Without it a port couldn't be used again until the old connections have died out.
      try socket.set(SOL_SOCKET, SO_REUSEADDR, 1)
      if family == .v6 { try socket.set(Int32(IPPROTO_IPV6), IPV6_V6ONLY, 1) }
      guard family.bind(descriptor, port) == 0, listen(descriptor, SOMAXCONN) == 0 else {
        throw Failure(code: errno)
      }
      return socket
    } catch {
      socket.close()
      throw error
    }
  }

  /// The next connection; nil when there is none after all.
  func accept() throws(Failure) -> Socket? {
    let descriptor = Glibc.accept(self.descriptor, nil, nil)
    guard descriptor >= 0 else {
      if errno == EMFILE || errno == ENFILE || errno == ENOMEM { throw Failure(code: errno) }
      return nil
    }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return Socket(descriptor: descriptor)
  }

  /// The port that the socket is bound to.
  var port: UInt16 {
    var address = sockaddr_in6()
    var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = getsockname(descriptor, $0, &length)
      }
    }
    // The port stands at the same place in both families.
    return UInt16(bigEndian: address.sin6_port)
  }

  /// Sends small pieces at once, and gives up on a client that takes nothing for this long.
  func prepare(sendTimeout: Duration) {
    try? set(Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    var limit = timeval()
    limit.tv_sec = Int(sendTimeout.components.seconds)
    setsockopt(
      descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  /// Reads what is there, waiting for it until the deadline; nil at the end, at the deadline or on
  /// an error.
  func read(
    into buffer: inout [UInt8], until deadline: ContinuousClock.Instant
  ) -> ArraySlice<UInt8>? {
    guard wait(for: Int16(POLLIN), until: deadline) else { return nil }
    let count = recv(descriptor, &buffer, buffer.count, 0)
    return count > 0 ? buffer[..<count] : nil
  }

  /// Sends all of the bytes; false when the peer doesn't take them.
  func send(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { bytes in
      var rest = bytes
      while !rest.isEmpty {
        let count = Glibc.send(
          descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return false }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
      return true
    }
  }

  /// Waits this long; false as soon as the peer closes the connection or its half of it.
  func pause(_ duration: Duration) -> Bool {
    // `POLLRDHUP`, a GNU name that isn't imported.
    !wait(for: 0x2000, until: .now + duration)
  }

  /// Waits until one of the events happens; false when the deadline comes first.
  private func wait(for events: Int16, until deadline: ContinuousClock.Instant) -> Bool {
    while true {
      let left = max(deadline - .now, .zero)
      var poller = pollfd(fd: descriptor, events: events, revents: 0)
      if poll(&poller, 1, left.wholeMilliseconds) > 0 { return true }
      if left < .milliseconds(1) {
        usleep(UInt32(left / .microseconds(1)))
        return false
      }
    }
  }

  /// Ends both directions, which wakes a thread that waits on the socket.
  func shutDown() {
    shutdown(descriptor, Int32(SHUT_RDWR))
  }

  /// Ends the receiving direction: nothing more is waited for.
  func endReceiving() {
    shutdown(descriptor, Int32(SHUT_RD))
  }

  /// Ends the sending direction: the peer reads to the end.
  func endSending() {
    shutdown(descriptor, Int32(SHUT_WR))
  }

  /// Makes the coming `close` a reset.
  func resetWhenClosed() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
  }

  func close() {
    _ = Glibc.close(descriptor)
  }

  private func set(_ level: Int32, _ option: Int32, _ value: Int32) throws(Failure) {
    var value = value
    guard setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size)) == 0
    else { throw Failure(code: errno) }
  }
}

extension Socket {
  /// The two kinds of loopback address.
  enum Family: Hashable, Sendable {
    case v4, v6

    fileprivate var rawValue: Int32 { self == .v4 ? AF_INET : AF_INET6 }

    fileprivate func bind(_ descriptor: Int32, _ port: UInt16) -> Int32 {
      switch self {
      case .v4:
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        return withUnsafePointer(to: &address) {
          $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            Glibc.bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
          }
        }
      case .v6:
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        address.sin6_addr = in6addr_loopback
        return withUnsafePointer(to: &address) {
          $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            Glibc.bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
          }
        }
      }
    }
  }
}

extension Duration {
  /// The duration in milliseconds, rounded down, for calls that take an `int`.
  var wholeMilliseconds: Int32 {
    let (seconds, attoseconds) = components
    let milliseconds = Double(seconds) * 1e3 + Double(attoseconds) / 1e15
    return Int32(min(max(milliseconds.rounded(.down), 0), Double(Int32.max)))
  }
}
