import JSON
import MessagesAPI
import Presets

/// `workbench check`
struct CheckCommand: Sendable {
  private let findings: [Finding]

  init(_ arguments: Arguments, _ surroundings: Surroundings) throws(UsageError) {
    let preset = try surroundings.request(arguments.operand)
    let endpoint = try surroundings.endpoint(arguments.value("--endpoint"), for: preset)
    let json = preset.switchedOnRequest.json
    let variables = try preset.variables(settingFrom: arguments, for: json)
    let unfilled = variables.unfilled(in: json).map { use in
      Finding(
        severity: .error, pointer: use.pointer,
        message: "The variable \(use.name) has no value; --var \(use.name)=VALUE gives it one.")
    }
    let request = MessageRequest(variables.filled(in: json).objectValue ?? [:])
    findings =
      unfilled
      + RequestCheck.findings(for: endpoint.completed(request), profile: endpoint.profile)
  }

  /// Prints a line for each finding.
  func run() -> ExitStatus {
    for finding in findings {
      let place = finding.pointer.isEmpty ? "the request" : finding.pointer.path
      StandardStream.output.line("\(finding.severity): \(place): \(finding.message)")
    }
    return findings.contains { $0.severity == .error } ? .findings : .success
  }
}
