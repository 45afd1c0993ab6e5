import Dispatch
import Runs
import Storage
import WorkbenchCore

/// The runs that are kept for later sessions, worked on in turn on a queue.
struct RunFiles: Sendable {
  private let store: RunStore
  private let queue: DispatchQueue
  private let mailbox: Mailbox

  /// The most bytes that all runs together take of the disk.
  private static let sizeLimit = 64 << 20

  init(folder: String, queue: DispatchQueue, mailbox: Mailbox) {
    store = RunStore(folder: folder)
    (self.queue, self.mailbox) = (queue, mailbox)
  }

  /// Keeps a run, and lets the oldest go that are more than so many.
  func keep(_ run: Run, limit: Int) {
    queue.async { [store, mailbox] in
      do throws(FileError) {
        _ = try store.add(Capture(run).bytes)
        try store.prune(keeping: limit, bytes: Self.sizeLimit)
      } catch {
        mailbox.post(.notice(.init("The run is not kept: \(error)", .warning)))
      }
    }
  }

  /// Reads what earlier sessions kept. A file that can't be read is left as it is.
  func restore(limit: Int) {
    queue.async { [store, mailbox] in
      store.removeLitter()
      guard limit > 0, let kept = try? store.list().prefix(limit), !kept.isEmpty else { return }
      // Numbers below those that this session gives.
      let runs = kept.enumerated().compactMap { place, sequence in
        (try? store.load(sequence)).flatMap { try? Capture(reading: $0, as: Run.ID(-place)).run }
      }
      mailbox.post(.runsRestored(runs.reversed()))
    }
  }
}
