import ServerSentEvents

/// The events of a whole body, read as slowly and literally as the standard is written.
///
/// WHATWG HTML, section 9.2.6.
func referenceEvents(_ body: [UInt8]) -> [ServerSentEvent] {
  var scalars = Array(String(decoding: body, as: UTF8.self).unicodeScalars)
  if scalars.first == "\u{FEFF}" { scalars.removeFirst() }

  var lines: [String] = []
  var line = String.UnicodeScalarView()
  var index = 0
  while index < scalars.count {
    let scalar = scalars[index]
    index += 1
    guard scalar == "\n" || scalar == "\r" else {
      line.append(scalar)
      continue
    }
    if scalar == "\r", index < scalars.count, scalars[index] == "\n" { index += 1 }
    lines.append(String(line))
    line = String.UnicodeScalarView()
  }

  var events: [ServerSentEvent] = []
  var (data, name, id) = ("", "", "")
  for line in lines {
    if line.unicodeScalars.isEmpty {
      if !data.unicodeScalars.isEmpty {
        var text = data.unicodeScalars
        text.removeLast()
        events.append(
          ServerSentEvent(
            event: name.isEmpty ? "message" : name, data: Array(String(text).utf8), id: id))
      }
      (data, name) = ("", "")
      continue
    }
    let all = line.unicodeScalars
    var (field, value) = (line, "")
    if let colon = all.firstIndex(of: ":") {
      if colon == all.startIndex { continue }
      field = String(all[..<colon])
      var rest = all[all.index(after: colon)...]
      if rest.first == " " { rest = rest.dropFirst() }
      value = String(String.UnicodeScalarView(rest))
    }
    switch field {
    case "data":
      data.unicodeScalars.append(contentsOf: value.unicodeScalars)
      data.unicodeScalars.append("\n")
    case "event": name = value
    case "id" where !value.unicodeScalars.contains("\0"): id = value
    default: break
    }
  }
  return events
}
