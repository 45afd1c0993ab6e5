import Runs
import Synchronization

/// What is received for one request, on its way to whoever asked.
///
/// `@unchecked`: the engine's thread alone touches it, but for `isCancelled`.
final class CurlTransfer: @unchecked Sendable {
  private let isCancelled = Atomic(false)

  /// Why the transfer was broken off from this side.
  private(set) var refusal: TransportError?
  private(set) var hasEnded = false
  /// The length that the server announced, in bytes.
  private(set) var announcedLength: Int?

  private let start = ContinuousClock.now
  private var lastActivity = ContinuousClock.now
  private let idleLimit: Duration?
  private var reader = ResponseHeadReader()
  private var mask: SecretMask?
  private let deliver: @Sendable (TransportEvent) -> Void

  init(idleLimit: Duration?, deliver: @escaping @Sendable (TransportEvent) -> Void) {
    self.idleLimit = idleLimit
    self.deliver = deliver
  }

  /// How long the server may stay silent from now on; nil for ever.
  var idleTimeLeft: Duration? {
    idleLimit.map { $0 - (.now - lastActivity) }
  }

  /// Delivers nothing more but the end, which is `cancelled`. May be called from any thread.
  func ignoreRest() {
    isCancelled.store(true, ordering: .relaxed)
  }

  /// Begins to wait for the answer to a request with this key.
  func begin(hiding secret: Secret?) {
    lastActivity = .now
    mask = secret.map { SecretMask($0) }
  }

  /// Takes a header line; false when the transfer must not go on.
  func receive(header line: UnsafeRawBufferPointer) -> Bool {
    guard !isCancelled.load(ordering: .relaxed) else { return false }
    lastActivity = .now
    do throws(ResponseHeadReader.Failure) {
      guard var head = try reader.append(Array(line)) else { return true }
      if let mask { head.headers = head.headers.map(mask.hidden) }
      announcedLength = head["content-length"].flatMap { Int($0) }
      deliver(.head(head, at: lastActivity - start))
      let coding = head["content-encoding"]?.lowercased() ?? "identity"
      guard coding == "identity" || coding.isEmpty else {
        refusal = TransportError(
          phase: .receive, kind: .encoding,
          detail: "the body has the content-encoding \(coding), which was not asked for")
        return false
      }
      return true
    } catch {
      refusal = TransportError(
        phase: .receive, kind: .malformedResponse,
        detail: error == .tooLarge
          ? "the header is longer than \(ResponseHeadReader.limit) bytes"
          : "the header is malformed")
      return false
    }
  }

  /// Takes a piece of the body; false when the transfer must not go on.
  func receive(body chunk: UnsafeRawBufferPointer) -> Bool {
    guard !isCancelled.load(ordering: .relaxed) else { return false }
    lastActivity = .now
    let bytes = mask?.append(Array(chunk)) ?? Array(chunk)
    if !bytes.isEmpty { deliver(.chunk(bytes, at: lastActivity - start)) }
    return !isCancelled.load(ordering: .relaxed)
  }

  /// Says how it ended, once.
  func end(_ end: TransportEnd) {
    guard !hasEnded else { return }
    hasEnded = true
    let now = ContinuousClock.now
    let end = isCancelled.load(ordering: .relaxed) ? .cancelled : end
    if end != .cancelled, let rest = mask?.finish(), !rest.isEmpty {
      deliver(.chunk(rest, at: now - start))
    }
    deliver(.end(end, at: now - start))
  }
}
