import Glibc

// embed-files OUTPUT [INPUT...]: writes a Swift file in which every input file is a string literal.

/// The bytes of a file, or an exit with a message when it can't be read.
func contents(of path: String) -> [UInt8] {
  guard let file = fopen(path, "rb") else {
    print("embed-files: can't read \(path): \(String(cString: strerror(errno)))")
    exit(1)
  }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    if count == 0 { return bytes }
    bytes += buffer[..<count]
  }
}

/// The file's name without its folder and its ending.
func name(of path: String) -> String {
  let last = path.split(separator: "/").last.map(String.init) ?? path
  guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return last }
  return String(last[..<dot])
}

/// A Swift string literal's inside: ASCII but for what must be escaped.
func escaped(_ bytes: [UInt8]) -> String {
  var text = ""
  for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
    switch scalar {
    case "\"": text += "\\\""
    case "\\": text += "\\\\"
    case "\n": text += "\\n"
    case "\t": text += "\\t"
    case "\r": text += "\\r"
    case " "..."~": text.unicodeScalars.append(scalar)
    default: text += "\\u{" + String(scalar.value, radix: 16) + "}"
    }
  }
  return text
}

let arguments = CommandLine.arguments.dropFirst()
guard let output = arguments.first else {
  print("usage: embed-files OUTPUT [INPUT...]")
  exit(2)
}
var source = "/// Text files that travel inside the executable, by name without ending.\n"
source += "enum EmbeddedFiles {\n"
source += "  static let all: [(name: StaticString, text: StaticString)] = [\n"
for path in arguments.dropFirst().sorted() {
  source += "    (\"\(name(of: path))\", \"\(escaped(contents(of: path)))\"),\n"
}
source += "  ]\n}\n"
guard let file = fopen(output, "wb") else {
  print("embed-files: can't write \(output): \(String(cString: strerror(errno)))")
  exit(1)
}
_ = source.withCString { fputs($0, file) }
fclose(file)
