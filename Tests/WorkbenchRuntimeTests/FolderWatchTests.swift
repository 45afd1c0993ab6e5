import Glibc
import TestSupport
import Testing

@testable import WorkbenchRuntime

@Suite struct FolderWatchTests {
  private let folder = TemporaryFolder()

  @Test func `a saved file is news, once`() throws {
    let watch = try #require(FolderWatch([folder.path]))
    #expect(!watch.takeNews())
    folder.write("a", [1])
    #expect(watch.takeNews())
    #expect(!watch.takeNews())
    folder.write("b", [1])
    _ = watch.takeNews()
    rename(folder.path("b"), folder.path("a"))
    #expect(watch.takeNews())
  }

  @Test func `a folder that isn't there yet is awaited`() throws {
    let watch = try #require(FolderWatch([folder.path("x/y")]))
    mkdir(folder.path("x"), 0o700)
    #expect(watch.takeNews())
    mkdir(folder.path("x/y"), 0o700)
    #expect(watch.takeNews())
    folder.write("x/y/file", [1])
    #expect(watch.takeNews())
    // It is there, and what is saved above it is another's.
    folder.write("x/file", [1])
    folder.write("file", [1])
    #expect(!watch.takeNews())
  }
}
