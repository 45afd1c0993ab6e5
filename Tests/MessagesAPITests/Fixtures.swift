import MessagesAPI
import ServerSentEvents
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// The bytes of a recorded or hand-written stream in `Fixtures`.
func fixture(_ name: String, file: StaticString = #filePath) throws -> [UInt8] {
  let folder = "\(file)".split(separator: "/", omittingEmptySubsequences: false).dropLast()
  let path = folder.joined(separator: "/") + "/Fixtures/\(name).sse"
  let stream = try #require(fopen(path, "rb"), "no file \(path)")
  defer { fclose(stream) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 4096)
  while true {
    let count = fread(&buffer, 1, buffer.count, stream)
    guard count > 0 else { return bytes }
    bytes += buffer.prefix(count)
  }
}

/// Decodes and folds a body that came in these chunks.
func fold(_ chunks: [[UInt8]], end: Message.BodyEnd? = .clean) -> Message.Accumulator {
  var decoder = ServerSentEventDecoder()
  var accumulator = Message.Accumulator()
  for chunk in chunks {
    chunk.withUnsafeBytes { bytes in
      decoder.append(bytes) { accumulator.append($0) }
    }
  }
  if let end { accumulator.finish(end, unterminated: decoder.unterminated) }
  return accumulator
}

func fold(_ body: String, end: Message.BodyEnd? = .clean) -> Message.Accumulator {
  fold([Array(body.utf8)], end: end)
}

/// The lines of events with these data, named by their type.
func stream(_ events: String...) -> String {
  events.map { "data: \($0)\n\n" }.joined()
}

/// What was folded, in lines that a test can be compared with.
func picture(_ accumulator: Message.Accumulator) -> String {
  let message = accumulator.message
  var lines = ["\(accumulator.completion), \(message.stopReason?.rawValue ?? "no reason")"]
  let usage = message.usage
  let counts = [
    usage.inputTokens, usage.outputTokens, usage.cacheReadInputTokens,
  ].map { $0.map(String.init) ?? "-" }
  lines.append("usage " + counts.joined(separator: " "))
  for block in message.content {
    var line = "\(block.index) \(block.kind.rawValue)"
    if !block.isStopped { line += " open" }
    if let name = block.name { line += " \(name)" }
    if !block.thinkingBytes.isEmpty { line += " “\(block.thinking)”" }
    if !block.textBytes.isEmpty { line += " “\(block.text)”" }
    if !block.inputBytes.isEmpty { line += " \(block.inputJSON)" }
    if let signature = block.signature { line += " signed \(signature)" }
    if !block.unknownDeltas.isEmpty { line += " unknown \(block.unknownDeltas)" }
    if accumulator.runnableInput(of: block) != nil, block.kind == .toolUse { line += " runnable" }
    lines.append(line)
  }
  for note in accumulator.notes {
    let count = note.count > 1 ? " x\(note.count)" : ""
    lines.append("\(note.event.map(String.init) ?? "end"): \(note.fact)\(count)")
  }
  return lines.joined(separator: "\n")
}
