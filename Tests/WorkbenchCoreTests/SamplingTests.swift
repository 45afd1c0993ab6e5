import JSON
import MessagesAPI
import Runs
import TerminalUI
import Testing

@testable import WorkbenchCore

/// The tab that shows how tokens were drawn.
@Suite struct SamplingTests {
  private func sample(_ text: String, block: Int = 0) -> TokenSample {
    TokenSample(
      block: block,
      candidates: [.init(text: text, probability: 0.5, tempered: 0.6, verdict: .drawn)],
      candidateCount: 9, cutByTopK: 4, cutByTopP: 2, keptProbability: 0.8)
  }

  @Test func `the cursor goes from token to token, and stays while more are drawn`() throws {
    var workbench = Workbench()
    try workbench.answer(with: Wire.start, end: nil)
    let run = try #require(workbench.state.run)
    workbench.state.runs[0].receive(
      head: ResponseHead(status: 200), at: .zero)
    try workbench.press("tab", "5")
    #expect(workbench.state.currentSample == nil)
    let id = run.requestID ?? ""
    for text in ["The", " cat", " sat"] {
      workbench.state.samples.append(sample(text), to: run.id)
    }
    workbench.tell(.sampled(sample("?"), requestID: id + "another"))
    workbench.state.updateSampling()
    #expect(workbench.state.currentSample?.text == " sat")
    try workbench.press("left")
    workbench.state.samples.append(sample(" on"), to: run.id)
    workbench.state.updateSampling()
    #expect(workbench.state.currentSample?.text == " cat")
    try workbench.press("home")
    #expect(workbench.state.currentSample?.text == "The")
    _ = try workbench.point(.press(.left), column: 11, row: 1)
    #expect(workbench.state.currentSample?.text == " sat")
    #expect(try workbench.press("y") == [.copy(" sat")])
    // Later runs need the memory.
    workbench.state.samples = SampleStore()
    #expect(try workbench.press("y").isEmpty)
  }

  @Test func `the memory for samples is bounded, and the oldest runs go first`() {
    var store = SampleStore()
    for run in 1...3 {
      for _ in 0..<SampleStore.limit / 2 { store.append(sample("x"), to: Run.ID(run)) }
    }
    #expect(store[Run.ID(1)].isEmpty)
    #expect(store[Run.ID(2)].count == SampleStore.limit / 2)
    for _ in 0..<2 * SampleStore.limit { store.append(sample("x"), to: Run.ID(4)) }
    #expect(store[Run.ID(4)].count == SampleStore.limit)
  }
}
