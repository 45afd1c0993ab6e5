import Glibc

/// Tells when something was saved in some folders. While nothing is, it costs nothing.
///
/// A folder that isn't there is awaited in the nearest one above it.
///
/// `inotify(7)`
final class FolderWatch {
  /// The descriptor that becomes readable when something was saved.
  let descriptor: Int32
  private let folders: [String]
  /// The watches of folders above those that aren't there yet.
  private var waits: Set<Int32> = []

  /// Nil when the system watches no more folders.
  init?(_ folders: [String]) {
    descriptor = inotify_init1(Int32(O_CLOEXEC | O_NONBLOCK))
    self.folders = folders
    guard descriptor >= 0 else { return nil }
    watch()
  }

  deinit { close(descriptor) }

  /// Whether something was saved since the last call.
  func takeNews() -> Bool {
    var hasNews = false
    withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
      while case let count = read(descriptor, buffer.baseAddress, buffer.count), count > 0 {
        var offset = 0
        while offset < count {
          let event = UnsafeRawBufferPointer(buffer).loadUnaligned(
            fromByteOffset: offset, as: inotify_event.self)
          // That a watch has ended is no news.
          if event.mask != UInt32(IN_IGNORED) { hasNews = true }
          offset += MemoryLayout<inotify_event>.size + Int(event.len)
        }
      }
    }
    // Folders may have come into being, or been replaced.
    if hasNews { watch() }
    return hasNews
  }

  private func watch() {
    // A file is complete when it is closed or moved to its name; folders and links are made.
    let events = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE)
    var (needed, waits) = (Set<Int32>(), Set<Int32>())
    for folder in folders {
      var path = folder[...]
      var watch = inotify_add_watch(descriptor, folder, events)
      while watch < 0, errno == ENOENT, let slash = path.lastIndex(of: "/") {
        path = path[..<slash]
        watch = inotify_add_watch(descriptor, path.isEmpty ? "/" : String(path), events)
      }
      if path.endIndex == folder.endIndex { needed.insert(watch) } else { waits.insert(watch) }
    }
    // What is saved above a folder that has come into being is no news any more.
    for watch in self.waits.subtracting(waits).subtracting(needed) {
      inotify_rm_watch(descriptor, watch)
    }
    self.waits = waits.subtracting(needed)
  }
}
