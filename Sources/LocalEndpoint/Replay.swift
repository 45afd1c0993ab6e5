public import Runs

/// Answers every request for a message with a response that was received before, at its own pace.
public struct Replay: LocalResponder {
  private let run: Run
  private let speed: Double

  /// Makes a responder of a run that has ended.
  ///
  /// - Parameter speed: How much faster than it was; infinite for no pauses at all.
  public init(_ run: Run, speed: Double = 1) {
    precondition(speed > 0)
    self.run = run
    self.speed = speed
  }

  public func respond(to request: LocalRequest, on response: any LocalResponse) {
    do throws(LocalFailure) {
      guard try LocalRoute.find(request) == .createMessage else {
        throw LocalFailure(status: 404, message: "Only a recorded message is played here.")
      }
      play(on: response)
    } catch {
      error.send(to: request, on: response)
    }
  }

  private func play(on response: any LocalResponse) {
    var clock = Duration.zero
    guard let head = run.head, wait(until: run.headAt ?? .zero, &clock, on: response) else {
      response.cut(.close)
      return
    }
    // How the body was framed is this connection's business.
    let framing: Set = ["content-length", "transfer-encoding", "connection", "content-encoding"]
    response.head(
      status: head.status, headers: head.headers.filter { !framing.contains($0.name.lowercased()) })

    var position = 0
    for index in 0..<run.eventCount {
      guard let range = run.event(index).range, range.upperBound > position else { continue }
      guard wait(until: run.eventArrival(index), &clock, on: response),
        response.body(run.body(in: position..<range.upperBound))
      else { return }
      position = range.upperBound
    }
    guard wait(until: run.endsAt ?? .zero, &clock, on: response),
      response.body(run.body(in: position..<run.keptByteCount))
    else { return }
    switch run.end {
    case .complete, nil: break
    case .failed(let error) where error.kind == .reset: response.cut(.reset)
    case .failed, .cancelled: response.cut(.close)
    }
  }

  private func wait(
    until time: Duration, _ clock: inout Duration, on response: any LocalResponse
  ) -> Bool {
    let pause = (time - clock) / speed
    clock = max(clock, time)
    return pause <= .zero || response.pause(pause)
  }
}
