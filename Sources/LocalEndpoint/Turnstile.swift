import Glibc

/// Lets only so many threads work at a time, in the order in which they come.
///
/// With hundreds of streams, threads that all compute would share the processors among them: a new
/// request would wait for its turn among all, and each answer would come in bursts. So they take
/// turns token by token, and what isn't computing, such as the beginning of an answer, goes at once.
final class Turnstile: Sendable {
  private struct State: Sendable {
    /// How many more threads may enter.
    var places: Int
    /// Those who wait, the first one first.
    var queue: [Waiter] = []
  }

  /// A thread that sleeps until it is its turn.
  ///
  /// `@unchecked`: a semaphore may be used by all threads.
  private final class Waiter: @unchecked Sendable {
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() { sem_init(semaphore, 0, 0) }

    deinit {
      sem_destroy(semaphore)
      semaphore.deallocate()
    }

    func sleep() {
      while sem_wait(semaphore) != 0 {}
    }

    func wake() { sem_post(semaphore) }
  }

  private let state: Monitor<State>

  /// Makes a turnstile that lets so many threads pass at a time; as many as there are processors
  /// unless given.
  init(places: Int = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) {
    state = Monitor(State(places: places))
  }

  /// Works once it is the thread's turn. The work must not pass the turnstile again.
  func pass<Result>(_ work: () -> Result) -> Result {
    let waiter = state.update { state -> Waiter? in
      if state.places > 0 {
        state.places -= 1
        return nil
      }
      let waiter = Waiter()
      state.queue.append(waiter)
      return waiter
    }
    waiter?.sleep()
    defer { leave() }
    return work()
  }

  /// How many threads wait.
  var waitingCount: Int { state.update { $0.queue.count } }

  /// Gives the place to who has waited longest.
  private func leave() {
    let next = state.update { state -> Waiter? in
      if state.queue.isEmpty {
        state.places += 1
        return nil
      }
      return state.queue.removeFirst()
    }
    next?.wake()
  }
}
