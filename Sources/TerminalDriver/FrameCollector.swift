import CNcurses
import Glibc

/// Gives the terminal a frame in one piece.
///
/// ncurses writes after every movement of the cursor, some forty times a frame, and every write wakes
/// up the terminal, or waits for one that doesn't read. So its descriptor leads into a file in memory
/// while it draws.
final class FrameCollector {
  private let memory: Int32
  private let source: Int32
  private let terminal: Int32
  private var filter: StyleFilter?

  /// - Parameters:
  ///   - source: The descriptor that ncurses writes to.
  ///   - terminal: The terminal, which `source` leads to outside of `collect`.
  init(from source: Int32, terminal: Int32) {
    // The limit for files holds for this one, too, and a frame that is cut would never be seen.
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    memory = limit.rlim_cur < Self.largestFrame ? -1 : workbench_memory_file("frame")
    self.source = source
    self.terminal = terminal
  }

  deinit { if memory >= 0 { close(memory) } }

  /// More bytes than any frame has.
  private static let largestFrame: rlim_t = 64 << 20

  /// Whether what is drawn can be changed before it is passed on.
  var canCollect: Bool { memory >= 0 }

  /// Takes out of frames what the terminal knows, from now on.
  func reduceStyles() { filter = StyleFilter() }

  /// Forgets what the terminal knows of styles, and returns what tells it.
  func startOver() -> [UInt8] { filter?.startOver() ?? [] }

  /// Draws a frame and returns what is to be written for it, with the palette's colours.
  func collect(palette: Palette?, _ draw: () -> Void) -> [UInt8] {
    guard canCollect, dup2(memory, source) >= 0 else {
      draw()
      return []
    }
    draw()
    _ = dup2(terminal, source)
    let count = Int(lseek(memory, 0, SEEK_CUR))
    _ = lseek(memory, 0, SEEK_SET)
    guard count > 0 else { return [] }
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      initializedCount = max(pread(memory, buffer.baseAddress, count, 0), 0)
    }
    return filter?.reduce(bytes, palette: palette) ?? bytes
  }
}
