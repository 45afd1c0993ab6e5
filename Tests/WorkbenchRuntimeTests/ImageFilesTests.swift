import MessagesAPI
import TestSupport
import Testing
import WorkbenchCore

@testable import WorkbenchRuntime

@Suite struct ImageFilesTests {
  private let folder = TemporaryFolder()
  private static let gif: [UInt8] = Array("GIF89a".utf8) + [1, 0, 2, 0]

  private func read(_ name: String) -> Action.ImageReading {
    ImageFiles.read("~/" + name, home: folder.path)
  }

  @Test func `the kind of an image is that of its bytes`() {
    folder.write("a.png", Self.gif)
    #expect(
      read("a.png") == .image(mediaType: "image/gif", base64: "R0lGODlhAQACAA=="))
  }

  @Test func `what is no image, too large or missing says so`() {
    folder.write("a.txt", Array("hello".utf8))
    folder.write("empty.png", [])
    folder.write("large.gif", Self.gif + [UInt8](repeating: 0, count: 10_000_000))
    for (name, word) in [
      ("a.txt", "no image"), ("empty.png", "empty"), ("large.gif", "larger than 10 MB"),
      ("none.png", "No such file"),
    ] {
      guard case .failure(let reason) = read(name) else {
        Issue.record("\(name) was taken")
        continue
      }
      #expect(reason.contains(word), "\(reason)")
    }
  }

  @Test func `a path goes on as far as there is no choice`() {
    folder.write("photo-1.png", [])
    folder.write("photo-2.png", [])
    folder.write(".photo", [])
    func complete(_ path: String) -> Action { ImageFiles.complete(path, home: folder.path) }
    #expect(
      complete("~/ph")
        == .pathCompleted("~/ph", to: "~/photo-", choices: ["photo-1.png", "photo-2.png"]))
    #expect(
      complete("~/photo-2")
        == .pathCompleted("~/photo-2", to: "~/photo-2.png", choices: ["photo-2.png"]))
    #expect(complete("~/x") == .pathCompleted("~/x", to: "~/x", choices: []))
    #expect(complete("~") == .pathCompleted("~", to: "~/", choices: ["~/"]))
  }
}
