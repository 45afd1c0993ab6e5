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
      while read(descriptor, buffer.baseAddress, buffer.count) > 0 { hasNews = true }
    }
    // Folders may have come into being, or been replaced.
    if hasNews { watch() }
    return hasNews
  }

  private func watch() {
    // A file is complete when it is closed or moved to its name; folders and links are made.
    let events = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE)
    for folder in folders {
      var path = folder[...]
      while inotify_add_watch(descriptor, path.isEmpty ? "/" : String(path), events) < 0,
        errno == ENOENT, let slash = path.lastIndex(of: "/")
      {
        path = path[..<slash]
      }
    }
  }
}
