import Glibc

/// A value that threads guard with a lock and wait on for changes.
///
/// `@unchecked`: the value is read and written under the lock only.
public final class Monitor<Value: Sendable>: @unchecked Sendable {
  private var value: Value
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// Makes a monitor of a value.
  public init(_ value: Value) {
    self.value = value
    pthread_mutex_init(lock, nil)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    // Deadlines must not move with the wall clock.
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(change, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(change)
    pthread_mutex_destroy(lock)
    change.deallocate()
    lock.deallocate()
  }

  /// Reads or changes the value, and wakes those who wait.
  @discardableResult
  public func update<Result>(_ body: (inout Value) -> Result) -> Result {
    pthread_mutex_lock(lock)
    defer {
      pthread_cond_broadcast(change)
      pthread_mutex_unlock(lock)
    }
    return body(&value)
  }

  /// Waits until the condition holds; false when the time is over before.
  @discardableResult
  public func wait(
    atMost limit: Duration? = nil, until condition: (Value) -> Bool
  ) -> Bool {
    var deadline = timespec()
    clock_gettime(CLOCK_MONOTONIC, &deadline)
    if let limit { deadline.advance(by: limit) }

    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    while !condition(value) {
      if limit == nil {
        pthread_cond_wait(change, lock)
      } else if pthread_cond_timedwait(change, lock, &deadline) == ETIMEDOUT {
        return condition(value)
      }
    }
    return true
  }
}

extension timespec {
  fileprivate mutating func advance(by duration: Duration) {
    let (seconds, attoseconds) = duration.components
    tv_sec += Int(seconds)
    tv_nsec += Int(attoseconds / 1_000_000_000)
    if tv_nsec >= 1_000_000_000 {
      tv_sec += 1
      tv_nsec -= 1_000_000_000
    }
  }
}
