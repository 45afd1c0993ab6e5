import Glibc

/// Threads for work that blocks.
///
/// A thread of Swift's own pool must not block; these may, for as long as they like.
public enum BackgroundThread {
  /// Runs the work on a new, detached thread that receives no signals; false when there can't be
  /// one.
  ///
  /// Its stack is as large as the main thread's, for JSON may be nested hundreds of levels deep; what of
  /// it isn't used takes no memory.
  @discardableResult
  public static func start(_ work: @escaping @Sendable () -> Void) -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, 8 << 20)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))

    let box = Unmanaged.passRetained(Work(run: work))
    var thread = pthread_t()
    guard pthread_create(&thread, &attributes, backgroundThreadMain, box.toOpaque()) == 0 else {
      box.release()
      return false
    }
    return true
  }

  fileprivate final class Work: Sendable {
    let run: @Sendable () -> Void

    init(run: @escaping @Sendable () -> Void) {
      self.run = run
    }
  }
}

private func backgroundThreadMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?
{
  // Signals belong to the main thread, and a broken connection is an error code here.
  var signals = sigset_t()
  sigfillset(&signals)
  pthread_sigmask(SIG_BLOCK, &signals, nil)
  if let argument {
    Unmanaged<BackgroundThread.Work>.fromOpaque(argument).takeRetainedValue().run()
  }
  return nil
}
