import Testing

/// Which module may import which: a target imports only what stands below it.
@Suite struct ImportTests {
  /// The modules of this package that each target may import, and the system's.
  private static let allowed: [String: Set<String>] = {
    let wire: Set = ["JSON", "ServerSentEvents", "MessagesAPI", "Runs"]
    let pure = wire.union(["Presets", "TerminalUI"])
    return [
      "JSON": [],
      "ServerSentEvents": [],
      "TerminalUI": ["JSON"],
      "MessagesAPI": ["JSON", "ServerSentEvents"],
      "Runs": ["JSON", "MessagesAPI", "ServerSentEvents"],
      "Presets": ["JSON", "MessagesAPI", "Runs"],
      "LocalEndpoint": wire.union(["Glibc", "Synchronization"]),
      "MessagesClient": wire.union([
        "Presets", "LocalEndpoint", "CCurl", "Glibc", "Synchronization",
      ]),
      "Storage": ["JSON", "Presets", "Runs", "TerminalUI", "Glibc", "Synchronization"],
      "WorkbenchCore": pure,
      "WorkbenchViews": pure.union(["WorkbenchCore"]),
      "TerminalDriver": ["CNcurses", "Glibc", "TerminalUI", "Synchronization"],
      "WorkbenchRuntime": pure.union([
        "LocalEndpoint", "MessagesClient", "Storage", "WorkbenchCore", "WorkbenchViews", "Glibc",
        "Dispatch", "Synchronization",
      ]),
      "CommandLineTool": pure.union([
        "LocalEndpoint", "MessagesClient", "Storage", "Glibc", "Synchronization",
      ]),
    ]
  }()

  @Test(arguments: allowed.keys.sorted())
  func `a target imports only what stands below it`(target: String) throws {
    let allowed = try #require(Self.allowed[target])
    let files = try SourceFiles.of(target)
    #expect(!files.isEmpty)
    for file in files {
      for module in try imports(of: file) {
        #expect(allowed.contains(module), "\(file) imports \(module)")
      }
    }
  }

  @Test func `every target of the sources has a rule`() throws {
    let untold: Set = [
      "CCurl", "CNcurses", "EmbedFiles", "embed-files", "workbench", "workbench-bench",
    ]
    let targets = try SourceFiles.targets
    #expect(Set(targets).subtracting(untold) == Set(Self.allowed.keys))
  }

  @Test func `no module has a type with its own name`() throws {
    for target in Self.allowed.keys {
      for file in try SourceFiles.of(target) {
        let text = try SourceFiles.contents(of: file)
        for keyword in ["struct", "class", "enum", "actor", "protocol"] {
          #expect(!text.contains("public \(keyword) \(target) "), "\(file)")
        }
      }
    }
  }

  /// The modules that a file imports. Imports stand before all other code.
  private func imports(of file: String) throws -> [String] {
    var modules: [String] = []
    for line in try SourceFiles.contents(of: file).split(separator: "\n")
    where !line.hasPrefix("//") {
      let words = line.split(separator: " ").map(String.init)
      guard let index = words.firstIndex(of: "import"), words.count > index + 1 else { break }
      modules.append(words[index + 1])
    }
    return modules
  }
}
