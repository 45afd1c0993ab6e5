import Glibc
import LocalEndpoint
import WorkbenchCore

/// Actions from other threads, and a descriptor that becomes readable when there are some.
final class Mailbox: Sendable {
  private let actions = Monitor<[Action]>([])
  private let reader: Int32
  private let writer: Int32

  /// The descriptor to poll.
  var descriptor: Int32 { reader }

  init() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { preconditionFailure("no pipe: errno \(errno)") }
    (reader, writer) = (ends[0], ends[1])
    for descriptor in ends {
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }
  }

  deinit {
    close(reader)
    close(writer)
  }

  /// Leaves an action and wakes the loop up, unless it was woken already.
  func post(_ action: Action) {
    let isFirst = actions.update { actions in
      actions.append(action)
      return actions.count == 1
    }
    guard isFirst else { return }
    var byte: UInt8 = 1
    _ = write(writer, &byte, 1)
  }

  /// Everything that was left since the last time, in order.
  func take() -> [Action] {
    var bytes: UInt64 = 0
    _ = read(reader, &bytes, 8)
    return actions.update { actions in
      defer { actions = [] }
      return actions
    }
  }
}
