import Storage

/// `workbench locate`
struct LocateCommand: Sendable {
  private let path: String

  init(_ arguments: Arguments, _ surroundings: Surroundings) throws(UsageError) {
    let paths = [
      "config": surroundings.paths.configurationFile, "themes": surroundings.paths.themes,
      "presets": surroundings.paths.presets, "runs": surroundings.paths.runs,
    ]
    guard let name = arguments.operand, let found = paths[name] else {
      throw .invalid(
        option: "locate", value: arguments.operand ?? "",
        expected: "config, themes, presets or runs")
    }
    guard let path = found else {
      throw .endpoint(
        "there is no folder for \(name): neither HOME nor a WORKBENCH variable is set")
    }
    self.path = path
  }

  func run() -> ExitStatus {
    StandardStream.output.line(path)
    return .success
  }
}
