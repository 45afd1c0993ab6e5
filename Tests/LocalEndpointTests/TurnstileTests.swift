import Glibc
import Testing

@testable import LocalEndpoint

@Suite struct TurnstileTests {
  @Test func `no more threads work at a time than there are places, and all get their turn`() {
    struct Count {
      var working = 0
      var most = 0
      var turns = 0
    }
    let turnstile = Turnstile(places: 2)
    let count = Monitor(Count())
    let threads = 30
    for _ in 0..<threads {
      BackgroundThread.start {
        for _ in 0..<20 {
          turnstile.pass {
            count.update {
              $0.working += 1
              $0.most = max($0.most, $0.working)
            }
            sched_yield()
            count.update {
              $0.working -= 1
              $0.turns += 1
            }
          }
        }
      }
    }
    #expect(count.wait(atMost: .seconds(60)) { $0.turns == threads * 20 })
    #expect(count.update { $0.most } == 2)
  }

  @Test func `who comes first is first`() {
    let turnstile = Turnstile(places: 1)
    let order = Monitor([Int]())
    turnstile.pass {
      for number in 0..<8 {
        BackgroundThread.start {
          turnstile.pass { order.update { $0.append(number) } }
        }
        while turnstile.waitingCount <= number { sched_yield() }
      }
    }
    order.wait { $0.count == 8 }
    #expect(order.update { $0 } == Array(0..<8))
  }
}
