import Glibc
import MessagesAPI
import Storage
import WorkbenchCore

/// Files that are put into the form: images and requests; and the paths that lead to them.
enum ImageFiles {
  /// The most bytes of an image; servers take less than that, and base64 makes them a third more.
  private static let lengthLimit = 10_000_000

  /// Reads an image and puts it in base64; its kind is that of its bytes, whatever its name.
  static func read(_ path: String, home: String?) -> Action.ImageReading {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileStore.read(expanded(path, home: home), limit: lengthLimit).bytes
    } catch {
      if case .tooLong = error.cause {
        return .failure(
          "larger than \(lengthLimit / 1_000_000) MB, which is too much for a request")
      }
      return .failure("\(error)")
    }
    guard let format = ImageFormat(signature: bytes.prefix(ImageFormat.signatureLength)) else {
      return .failure(
        bytes.isEmpty ? "the file is empty" : "no image: PNG, JPEG, GIF and WebP can be sent")
    }
    return .image(mediaType: format.mediaType, base64: Base64.encode(bytes))
  }

  /// Reads a file with a request.
  static func readText(_ path: String, home: String?) -> Action {
    do throws(FileError) {
      let bytes = try FileStore.read(expanded(path, home: home)).bytes
      return .requestRead(path: path, .text(String(decoding: bytes, as: UTF8.self)))
    } catch {
      return .requestRead(path: path, .failure("\(error)"))
    }
  }

  /// How far a path goes on without a choice, and the names to choose from.
  static func complete(_ path: String, home: String?) -> Action {
    if path == "~", home != nil { return .pathCompleted(path, to: "~/", choices: ["~/"]) }
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { String(path[...$0]) } ?? ""
    let start = slash.map { path[path.index(after: $0)...] } ?? path[...]
    let names = entries(of: folder.isEmpty ? "." : expanded(folder, home: home))
      .filter { $0.hasPrefix(start) && (start.hasPrefix(".") || !$0.hasPrefix(".")) }.sorted()
    guard var common = names.first else {
      return .pathCompleted(path, to: path, choices: [])
    }
    for name in names { common = String(zip(common, name).prefix { $0 == $1 }.map(\.0)) }
    return .pathCompleted(path, to: folder + common, choices: names)
  }

  /// A path with `~/` as the home folder.
  static func expanded(_ path: String, home: String?) -> String {
    guard path.hasPrefix("~/"), let home else { return path }
    return home + path.dropFirst()
  }

  /// The names in a folder, those of folders with a slash.
  private static func entries(of folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name != ".", name != ".." else { continue }
      var status = stat()
      let isFolder =
        stat(folder + "/" + name, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      names.append(isFolder ? name + "/" : name)
    }
    return names
  }
}
