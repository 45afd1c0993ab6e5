import Glibc

/// Serves a responder over HTTP/1.1 to this machine, on 127.0.0.1 and ::1.
///
/// One thread per connection, which blocks; connections are kept alive. Requests that a browser may
/// have been tricked into are refused, whatever page they come from.
public final class LoopbackServer: Sendable {
  /// How a server behaves.
  public struct Configuration: Sendable {
    /// The port; 0 takes a free one.
    public var port: UInt16
    /// What clients must send as a key, in either header; nil lets any or none pass.
    public var token: String?
    /// The most connections at a time. Of those that wait for a request, or for the rest of one,
    /// the one that has waited for longest makes room for a new one. If all are being answered, the
    /// new one is told so and closed.
    public var maximumConnections: Int
    /// The largest body of a request, in bytes.
    public var maximumBodySize: Int
    /// How long the header of a request may take.
    public var headerTimeout: Duration
    /// How long a whole request may take to arrive.
    public var bodyTimeout: Duration
    /// How long a connection may wait for its next request.
    public var idleTimeout: Duration
    /// How long a client may take nothing of its answer.
    public var sendTimeout: Duration
    /// Told of every exchange when it is over, on the connection's thread.
    public var log: (@Sendable (Exchange) -> Void)?

    /// Makes a configuration.
    public init(
      port: UInt16 = 0, token: String? = nil, maximumConnections: Int = 512,
      maximumBodySize: Int = 32 << 20, headerTimeout: Duration = .seconds(10),
      bodyTimeout: Duration = .seconds(60), idleTimeout: Duration = .seconds(60),
      sendTimeout: Duration = .seconds(30), log: (@Sendable (Exchange) -> Void)? = nil
    ) {
      self.port = port
      self.token = token
      self.maximumConnections = maximumConnections
      self.maximumBodySize = maximumBodySize
      self.headerTimeout = headerTimeout
      self.bodyTimeout = bodyTimeout
      self.idleTimeout = idleTimeout
      self.sendTimeout = sendTimeout
      self.log = log
    }
  }

  /// A request and how it was answered. What came from the client is untrusted text.
  public struct Exchange: Hashable, Sendable {
    /// How an answer ended.
    public enum Ending: Hashable, Sendable {
      case complete
      case clientLeft
      /// Broken off by the responder.
      case cut
      /// Closed before it was answered, since another connection needed the room.
      case madeRoom
    }

    public var requestID: String
    /// Empty for what was no request.
    public var method: String
    public var target: String
    /// 0 when nothing was sent.
    public var status: Int
    /// The bytes of the answer's body.
    public var sentByteCount: Int
    public var ending: Ending
  }

  /// Why a server can't be started.
  public struct StartError: Error, Hashable, Sendable {
    public var port: UInt16
    /// The `errno` of the call that failed.
    public var code: Int32
  }

  private struct State: Sendable {
    var listeners: [Socket] = []
    var port: UInt16 = 0
    var connections: [Socket: LoopbackConnection.Phase] = [:]
    /// The accepting thread and those of connections.
    var threadCount = 0
    var isStopping = false

    /// Whether there is room for one more connection; what has waited for longest makes some.
    mutating func hasRoom(among limit: Int) -> Bool {
      connections.count { $0.value != .leaving } < limit || makeRoom()
    }

    /// Has the connection that has waited for longest leave; false when none waits.
    mutating func makeRoom() -> Bool {
      let waiting = connections.compactMapValues(\.waitsSince)
      guard let (longest, _) = waiting.min(by: { $0.value < $1.value }) else { return false }
      connections[longest] = .leaving
      // It can still be told why.
      longest.endReceiving()
      return true
    }
  }

  private let responder: any LocalResponder
  private let configuration: Configuration
  private let state = Monitor(State())

  /// Makes a server that isn't started.
  public init(_ responder: any LocalResponder, configuration: Configuration = Configuration()) {
    self.responder = responder
    self.configuration = configuration
  }

  /// The port that is listened on; 0 while stopped.
  public var port: UInt16 { state.update { $0.port } }

  /// The address for clients, without a path.
  public var baseURL: String { "http://127.0.0.1:\(port)" }

  /// Starts to listen.
  public func start() throws(StartError) {
    precondition(port == 0, "the server is running")
    let listeners: [Socket]
    do throws(Socket.Failure) {
      listeners = try Self.listeners(port: configuration.port)
    } catch {
      throw StartError(port: configuration.port, code: error.code)
    }
    state.update {
      $0 = State(listeners: listeners, port: listeners[0].port, threadCount: 1)
    }
    guard BackgroundThread.start({ self.acceptConnections(listeners) }) else {
      listeners.forEach { $0.close() }
      state.update { $0 = State() }
      throw StartError(port: configuration.port, code: EAGAIN)
    }
  }

  /// Stops to listen, closes every connection, and returns once all threads have ended.
  ///
  /// Must not be called by the responder.
  public func stop() {
    state.update { state in
      state.isStopping = true
      (state.listeners + state.connections.keys).forEach { $0.shutDown() }
    }
    state.wait { $0.threadCount == 0 }
    state.update { $0 = State() }
  }
}

extension LoopbackServer {
  /// Sockets on both addresses with the same port. A machine without IPv6 gets one.
  private static func listeners(port: UInt16) throws(Socket.Failure) -> [Socket] {
    var attempts = 0
    while true {
      let first = try Socket.listening(on: .v4, port: port)
      do throws(Socket.Failure) {
        return [first, try Socket.listening(on: .v6, port: first.port)]
      } catch {
        guard error.code == EADDRINUSE else { return [first] }
        // The free port of one family is taken in the other.
        first.close()
        attempts += 1
        guard port == 0, attempts < 20 else { throw error }
      }
    }
  }

  private func acceptConnections(_ listeners: [Socket]) {
    var pollers = listeners.map {
      pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0)
    }
    while !state.update({ $0.isStopping }) {
      guard poll(&pollers, nfds_t(pollers.count), -1) > 0 else { continue }
      for (poller, listener) in zip(pollers, listeners) where poller.revents != 0 {
        do throws(Socket.Failure) {
          if let socket = try listener.accept() { serve(socket) }
        } catch {
          // Out of descriptors: those in use have to be given back first.
          state.update { _ = $0.makeRoom() }
          state.wait(atMost: .milliseconds(50)) { $0.isStopping }
        }
      }
    }
    listeners.forEach { $0.close() }
    state.update { $0.threadCount -= 1 }
  }

  private func serve(_ socket: Socket) {
    let isTaken = state.update { state in
      guard !state.isStopping, state.hasRoom(among: configuration.maximumConnections) else {
        return false
      }
      state.connections[socket] = .waiting(since: .now)
      state.threadCount += 1
      return true
    }
    let connection = LoopbackConnection(socket, responder, configuration) { phase in
      self.state.update { state in
        guard state.connections[socket] != .leaving else { return false }
        state.connections[socket] = phase
        return true
      }
    }
    guard isTaken else {
      connection.refuse()
      socket.close()
      return
    }
    let isStarted = BackgroundThread.start {
      connection.run()
      self.finish(socket)
    }
    if !isStarted { finish(socket) }
  }

  /// Closes a connection at the end of its thread.
  private func finish(_ socket: Socket) {
    state.update { state in
      // Inside, since `stop` must never meet a descriptor that means something else by now.
      state.connections[socket] = nil
      socket.close()
      state.threadCount -= 1
    }
  }
}
