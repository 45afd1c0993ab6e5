import LocalEndpoint
import WorkbenchCore

extension TokenSample {
  /// As many candidates as a screen shows.
  private static let candidateLimit = 12

  /// What the embedded endpoint tells of a token.
  init(_ sample: RequestHandler.Sample) {
    let record = sample.record
    let shown = record.candidates.enumerated()
      .filter { $0 < Self.candidateLimit || $1.verdict == .drawn }
    self.init(
      block: sample.block,
      candidates: shown.map { _, candidate in
        Candidate(
          text: candidate.text, probability: candidate.probability,
          tempered: candidate.temperedProbability, verdict: Candidate.Verdict(candidate.verdict))
      },
      candidateCount: record.candidateCount, cutByTopK: record.cutByTopK,
      cutByTopP: record.cutByTopP, keptProbability: record.keptProbability)
  }
}

extension TokenSample.Candidate.Verdict {
  fileprivate init(_ verdict: SamplingRecord.Verdict) {
    self =
      switch verdict {
      case .drawn: .drawn
      case .kept: .kept
      case .cutByTopK: .cutByTopK
      case .cutByTopP: .cutByTopP
      }
  }
}
