internal import JSON

extension RequestCheck {
  /// What is wrong with a JSON Schema in the request, the first few problems by their places.
  ///
  /// - Parameter told: A place within the schema that a finding is about already.
  mutating func checkSchema(
    _ schema: JSONValue, at pointer: JSONPointer, except told: JSONPointer? = nil
  ) {
    let problems = JSONSchema(schema).problems.filter { $0.pointer != told }
    // Those that matter most aren't left out for others.
    let sorted = problems.map { (problem: $0, severity: severity(of: $0)) }
      .sorted { $0.severity > $1.severity }
    for (problem, severity) in sorted.prefix(Self.handful) {
      let place = pointer.appending(problem.pointer)
      let sentence = problem.description(under: pointer.tokens.last ?? "")
      report(severity, place, "\(sentence).", mend: mend(problem, at: place))
    }
    let rest = sorted.dropFirst(Self.handful)
    guard let worst = rest.first?.severity else { return }
    report(
      worst, pointer,
      rest.count == 1
        ? "1 more problem of the schema isn't listed."
        : "\(rest.count) more problems of the schema aren't listed.")
  }

  private func severity(of problem: JSONSchema.Problem) -> Finding.Severity {
    switch problem.effect {
    case .invalid: ruleSeverity
    // Others try, whatever comes of it.
    case .unsatisfiable: profile.kind == .embedded ? .error : .warning
    case .contradictory, .doubtful: .warning
    }
  }

  private func mend(_ problem: JSONSchema.Problem, at pointer: JSONPointer) -> Mend? {
    switch problem.remedy {
    case nil: nil
    case .set(let value)?: .set(pointer, to: value)
    case .remove?: .remove(pointer)
    case .rename(let name)?: rename(pointer, to: name)
    }
  }
}
