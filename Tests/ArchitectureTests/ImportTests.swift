import Glibc
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
    let files = try swiftFiles(below: root + "/Sources/" + target)
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
    let targets = try names(in: root + "/Sources")
    #expect(Set(targets).subtracting(untold) == Set(Self.allowed.keys))
  }

  @Test func `no module has a type with its own name`() throws {
    for target in Self.allowed.keys {
      for file in try swiftFiles(below: root + "/Sources/" + target) {
        let text = try contents(of: file)
        for keyword in ["struct", "class", "enum", "actor", "protocol"] {
          #expect(!text.contains("public \(keyword) \(target) "), "\(file)")
        }
      }
    }
  }

  // MARK: - Reading the sources

  private let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

  /// The modules that a file imports. Imports stand before all other code.
  private func imports(of file: String) throws -> [String] {
    var modules: [String] = []
    for line in try contents(of: file).split(separator: "\n") where !line.hasPrefix("//") {
      let words = line.split(separator: " ").map(String.init)
      guard let index = words.firstIndex(of: "import"), words.count > index + 1 else { break }
      modules.append(words[index + 1])
    }
    return modules
  }

  private func contents(of file: String) throws -> String {
    let stream = try #require(fopen(file, "r"))
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 {
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func names(in folder: String) throws -> [String] {
    let directory = try #require(opendir(folder))
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }

  private func swiftFiles(below folder: String) throws -> [String] {
    try names(in: folder).flatMap { name -> [String] in
      let path = folder + "/" + name
      if name.hasSuffix(".swift") { return [path] }
      return name.contains(".") || name == "Embedded" ? [] : try swiftFiles(below: path)
    }
  }
}
