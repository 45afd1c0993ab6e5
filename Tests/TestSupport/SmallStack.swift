import Glibc

/// Runs the work on a thread with a stack of 512 KB, as a server gives its connections, and waits.
///
/// Code that isn't optimised needs several times the stack, and gets it.
public func onSmallStack<Result: Sendable>(_ work: @escaping @Sendable () -> Result) -> Result {
  let errand = Errand(work)
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  #if DEBUG
    pthread_attr_setstacksize(&attributes, 4 << 20)
  #else
    pthread_attr_setstacksize(&attributes, 512 << 10)
  #endif
  defer { pthread_attr_destroy(&attributes) }
  var thread = pthread_t()
  let pointer = Unmanaged.passRetained(errand as Runnable).toOpaque()
  let status = pthread_create(&thread, &attributes, runErrand, pointer)
  precondition(status == 0, "no thread could be started")
  pthread_join(thread, nil)
  guard let result = errand.result else { preconditionFailure("the work gives a result") }
  return result
}

private class Runnable {
  func run() {}
}

private final class Errand<Result: Sendable>: Runnable {
  private let work: @Sendable () -> Result
  private(set) var result: Result?

  init(_ work: @escaping @Sendable () -> Result) { self.work = work }

  override func run() { result = work() }
}

private func runErrand(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let pointer { Unmanaged<Runnable>.fromOpaque(pointer).takeRetainedValue().run() }
  return nil
}
