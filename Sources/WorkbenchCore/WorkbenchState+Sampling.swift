import MessagesAPI
import Presets
public import Runs
public import TerminalUI

// How the tokens of an answer were drawn.

extension WorkbenchState {
  /// Keeps how a token was drawn, for the run whose request has an id.
  mutating func take(_ sample: TokenSample, requestID: String) {
    guard let run = runs.last(where: { $0.isActive }), run.requestID == requestID else { return }
    samples.append(sample, to: run.id)
    if run.id == self.run?.id { updateSampling() }
  }

  mutating func updateSampling() {
    guard answer.tab == .sampling, let run else { return }
    answer.sampling.update(samples[run.id])
  }

  mutating func fitSampling() {
    guard let area = textArea else { return }
    answer.sampling.text.fit(area.size)
    answer.sampling.revealCursor()
  }

  /// The token under the cursor.
  public var currentSample: TokenSample? {
    guard let run, let current = answer.sampling.current else { return nil }
    let all = samples[run.id]
    return all.indices.contains(current) ? all[current] : nil
  }

  /// The lines that the bars of a token take below the text.
  var samplingHeight: Int {
    let height = layout.content?.height ?? 0
    return min(max(height / 2, 5), 14)
  }

  /// Where the bars are drawn.
  public var samplingArea: Rect? { layout.content.map { $0.split(bottom: samplingHeight).bottom } }

  mutating func moveToken(by distance: Int) {
    // Beyond the first token the arrows go on through the tabs.
    guard let current = answer.sampling.current, current + distance >= 0 else {
      showTab(offset: distance)
      return
    }
    answer.sampling.moveCursor(to: current + distance)
  }

  mutating func moveInSampling(_ movement: Movement) {
    let page = max(answer.sampling.text.scroll.height - 1, 1)
    switch movement {
    case .up: answer.sampling.moveCursor(lines: -1)
    case .down: answer.sampling.moveCursor(lines: 1)
    case .pageUp: answer.sampling.moveCursor(lines: -page)
    case .pageDown: answer.sampling.moveCursor(lines: page)
    case .start: answer.sampling.moveCursor(to: 0)
    case .end: answer.sampling.moveCursor(to: answer.sampling.count - 1)
    }
  }

  /// Why there is nothing to see of how a run's tokens were drawn.
  public func reasonForNoSamples(of run: Run) -> String {
    guard run.endpointName == Endpoint.embedded.name else {
      return "\(run.endpointName) doesn't tell how it draws tokens; no server over HTTP does."
        + " The embedded endpoint does: choose it, and send the request again."
    }
    if run.isActive { return "No token has been drawn yet." }
    if isOfEarlierSession(run) {
      return "Runs of earlier sessions are kept without how their tokens were drawn."
        + " Send the request again to see it."
    }
    if samples.wasDropped(run.id) {
      return "This is kept for the last \(SampleStore.limit) tokens of the session only."
        + " Send the request again to see it."
    }
    return "The model drew no token for this answer."
  }
}
