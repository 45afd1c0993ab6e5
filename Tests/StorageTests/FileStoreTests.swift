import Glibc
import Storage
import TestSupport
import Testing

struct FileStoreTests {
  let folder = TemporaryFolder()

  @Test func `a new file is there whole, for its owner only, and nothing else is`() throws {
    let version = try FileStore.replace(folder.path("a"), with: Array("new".utf8))
    #expect(folder.read("a") == Array("new".utf8))
    #expect(mode("a") == 0o600)
    #expect(folder.names() == ["a"])
    #expect(try FileStore.read(folder.path("a")).version == version)
  }

  @Test(arguments: [0o600, 0o644, 0o640, 0o400] as [mode_t])
  func `permissions are kept under every mask`(mode: mode_t) throws {
    folder.write("a", [1])
    chmod(folder.path("a"), mode)
    for mask in [0, 0o077] as [mode_t] {
      let old = umask(mask)
      defer { umask(old) }
      try FileStore.replace(folder.path("a"), with: [2])
      #expect(self.mode("a") == mode)
    }
  }

  @Test func `a symbolic link stays one, and what it points to is replaced`() throws {
    try FileStore.makeFolder(folder.path("real"))
    folder.write("real/a", [1])
    symlink("real/a", folder.path("link"))
    symlink("link", folder.path("second"))
    try FileStore.replace(folder.path("second"), with: [2])
    #expect(folder.read("real/a") == [2])
    var status = stat()
    lstat(folder.path("second"), &status)
    #expect(status.st_mode & S_IFMT == S_IFLNK)
    #expect(folder.names() == ["link", "real", "second"])
  }

  @Test func `a link to nothing makes its target, and a loop is an error`() throws {
    symlink("missing", folder.path("a"))
    try FileStore.replace(folder.path("a"), with: [1])
    #expect(folder.read("missing") == [1])
    symlink("loop", folder.path("loop"))
    #expect(throws: FileError(.open, folder.path("loop"), .system(ELOOP))) {
      try FileStore.replace(folder.path("loop"), with: [1])
    }
  }

  @Test func `a folder, a pipe and a device are not written or read`() throws {
    try FileStore.makeFolder(folder.path("d"))
    mkfifo(folder.path("p"), 0o600)
    for path in [folder.path("d"), folder.path("p"), "/dev/null"] {
      #expect(throws: FileError(.write, path, .notAFile)) {
        try FileStore.replace(path, with: [1])
      }
      #expect(throws: FileError(.read, path, .notAFile)) { try FileStore.read(path) }
    }
    #expect(folder.names() == ["d", "p"])
  }

  @Test func `what can't be opened says which file and why`() {
    let missing = folder.path("no/a")
    #expect(throws: FileError.self) { try FileStore.replace(missing, with: [1]) }
    folder.write("file", [1])
    let below = folder.path("file/a")
    let error = #expect(throws: FileError.self) { try FileStore.read(below) }
    #expect(error == FileError(.open, below, .system(ENOTDIR)))
    #expect(error?.description == "can't open \(below): Not a directory")
  }

  @Test func `a full disk leaves the old file and no other`() async {
    // The limit is the process's, so it gets one of its own.
    await #expect(processExitsWith: .success) { exit(FileStoreTests.isOldFileKept() ? 0 : 1) }
  }

  private static func isOldFileKept() -> Bool {
    let folder = TemporaryFolder()
    folder.write("a", [1, 2, 3])
    signal(SIGXFSZ, SIG_IGN)
    let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
    for limit in [0, 1, 4095, 100_000] as [rlim_t] {
      var bounds = rlimit()
      getrlimit(resource, &bounds)
      bounds.rlim_cur = limit
      setrlimit(resource, &bounds)
      do throws(FileError) {
        try FileStore.replace(folder.path("a"), with: [UInt8](repeating: 7, count: 200_000))
        return false
      } catch {
        guard error.operation == .write, error.cause == .system(EFBIG) else { return false }
      }
    }
    return folder.read("a") == [1, 2, 3] && folder.names() == ["a"]
  }

  @Test func `a file that something else changed is not overwritten`() throws {
    let path = folder.path("a")
    let first = try FileStore.replace(path, with: [1])
    let second = try FileStore.replace(path, with: [2], expecting: .version(first))
    #expect(throws: FileError(.write, path, .changed)) {
      try FileStore.replace(path, with: [3], expecting: .version(first))
    }
    #expect(throws: FileError(.write, path, .exists)) {
      try FileStore.replace(path, with: [3], expecting: .nothing)
    }
    try FileStore.remove(path)
    #expect(throws: FileError(.write, path, .changed)) {
      try FileStore.replace(path, with: [3], expecting: .version(second))
    }
    #expect(folder.names() == [])
  }

  @Test func `of many that save at once over one version, one wins and the rest are told`()
    async
    throws
  {
    let path = folder.path("a")
    let version = try FileStore.replace(path, with: [0])
    let wins = await withTaskGroup(of: Int.self) { group in
      for number in 1...16 {
        group.addTask {
          let result = try? FileStore.replace(
            path, with: [UInt8(number)], expecting: .version(version))
          return result == nil ? 0 : 1
        }
      }
      return await group.reduce(0, +)
    }
    #expect(wins == 1)
    #expect(folder.names() == ["a"])
  }

  @Test func `a file that is too long is not read`() {
    folder.write("a", [1, 2, 3])
    #expect(throws: FileError(.read, folder.path("a"), .tooLong(limit: 2))) {
      try FileStore.read(folder.path("a"), limit: 2)
    }
  }

  @Test func `folders are made as deep as needed, for their owner only`() throws {
    try FileStore.makeFolder(folder.path("a/b/c"))
    try FileStore.makeFolder(folder.path("a/b/c"))
    #expect(mode("a/b") == 0o700)
    folder.write("file", [])
    #expect(throws: FileError.self) { try FileStore.makeFolder(folder.path("file")) }
    #expect(throws: FileError.self) { try FileStore.makeFolder(folder.path("file/x/y")) }
  }

  private func mode(_ name: String) -> mode_t {
    var status = stat()
    stat(folder.path(name), &status)
    return status.st_mode & 0o7777
  }
}

struct StoragePathsTests {
  @Test(
    arguments: [
      (["HOME": "/h"], "/h/.config/messages-workbench/config.json"),
      (["HOME": "/h", "XDG_CONFIG_HOME": "/x/"], "/x/messages-workbench/config.json"),
      (["HOME": "/h", "XDG_CONFIG_HOME": "x"], "/h/.config/messages-workbench/config.json"),
      (["HOME": "/h", "XDG_CONFIG_HOME": ""], "/h/.config/messages-workbench/config.json"),
      (["WORKBENCH_CONFIG_DIR": "/w", "XDG_CONFIG_HOME": "/x"], "/w/config.json"),
      (["HOME": ""], nil), (["HOME": "relative"], nil), ([:], nil),
    ] as [([String: String], String?)])
  func `the configuration is where XDG says`(environment: [String: String], path: String?) {
    #expect(StoragePaths(environment: environment).configurationFile == path)
  }

  @Test func `every folder has its place`() {
    let paths = StoragePaths(environment: ["HOME": "/h"])
    #expect(paths.themes == "/h/.config/messages-workbench/themes")
    #expect(paths.presets == "/h/.local/share/messages-workbench/presets")
    #expect(paths.runs == "/h/.local/share/messages-workbench/runs")
    #expect(paths.drafts == "/h/.local/state/messages-workbench/drafts")
  }
}
