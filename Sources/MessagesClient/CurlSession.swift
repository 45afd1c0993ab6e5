import CCurl
import Runs

/// libcurl's multi handle and the transfers on it, used by the engine's thread alone.
final class CurlSession {
  private struct Entry {
    let transfer: CurlTransfer
    let handle: CurlHandle

    /// What libcurl's result means for the transfer.
    func end(_ code: CURLcode) -> TransportEnd {
      if let refusal = transfer.refusal { return .failed(refusal) }
      return code == CURLE_OK ? .complete : .failed(TransportError(code, handle, transfer))
    }
  }

  private let library: CurlLibrary
  private let multi: UnsafeMutableRawPointer
  private var entries: [ObjectIdentifier: Entry] = [:]

  init() throws(TransportError) {
    library = try CurlLibrary.load()
    guard let multi = library.multi_init() else {
      throw TransportError(phase: .send, kind: .other, detail: "libcurl could not be set up")
    }
    self.multi = multi
  }

  /// Interrupts `wait`, from any thread.
  var waker: @Sendable () -> Void {
    // The one function of libcurl's that may be called while the handle is in use elsewhere.
    let wakeup = library.multi_wakeup
    nonisolated(unsafe) let multi = multi
    return { _ = wakeup?(multi) }
  }

  /// Begins a transfer.
  func add(_ transfer: CurlTransfer, _ prepared: PreparedRequest) {
    guard !transfer.hasEnded else { return }
    guard let handle = CurlHandle(library, for: prepared, to: transfer) else {
      transfer.end(.failed(TransportError(phase: .send, kind: .other)))
      return
    }
    transfer.begin(hiding: prepared.secret)
    entries[ObjectIdentifier(transfer)] = Entry(transfer: transfer, handle: handle)
    if library.multi_add_handle(multi, handle.easy) != CURLM_OK {
      end(transfer, .failed(TransportError(phase: .send, kind: .other)))
    }
  }

  /// Ends a transfer, whether it has begun or not.
  func cancel(_ transfer: CurlTransfer) {
    end(transfer, .cancelled)
  }

  /// Moves what can be moved without waiting.
  func work() {
    var active: Int32 = 0
    _ = library.multi_perform(multi, &active)
    var left: Int32 = 0
    while let message = library.multi_info_read(multi, &left) {
      let entry = entries.values.first { $0.handle.easy == message.pointee.easy_handle }
      guard message.pointee.msg == CURLMSG_DONE, let entry else { continue }
      end(entry.transfer, entry.end(curl_message_result(message)))
    }
    for entry in entries.values {
      guard let left = entry.transfer.idleTimeLeft, left <= .zero else { continue }
      end(
        entry.transfer,
        .failed(
          TransportError(phase: .receive, kind: .timeout, detail: "the server fell silent")))
    }
  }

  /// Sleeps until a socket is ready, a timer is due, or somebody wakes the thread.
  func wait() {
    var limit = Duration.seconds(3600)
    for entry in entries.values {
      if let left = entry.transfer.idleTimeLeft, left < limit { limit = left }
    }
    _ = library.multi_poll(multi, nil, 0, limit.wholeMilliseconds, nil)
  }

  /// Whether no transfer is under way.
  var isIdle: Bool { entries.isEmpty }

  /// Closes the connections that are kept alive. Nothing may be under way.
  func close() {
    _ = library.multi_cleanup(multi)
  }

  /// Takes the transfer off the handle, which closes its connection unless it is over, and tells of
  /// it.
  private func end(_ transfer: CurlTransfer, _ end: TransportEnd) {
    if let entry = entries.removeValue(forKey: ObjectIdentifier(transfer)) {
      _ = library.multi_remove_handle(multi, entry.handle.easy)
    }
    transfer.end(end)
  }
}
