import JSON

/// What a person notices of the program beside this one, measured from outside through a terminal.
let programBenchmarks: [Benchmark] = [
  Benchmark("start") { measurements in
    var times: [Double] = []
    for _ in 0..<(measurements.isQuick ? 5 : 40) {
      guard let program = ProgramSession() else { return measurements.missProgram() }
      if program.wait(for: ProgramSession.welcome) { times.append(program.start.millisecondsAgo) }
      program.settle()
      program.quit()
    }
    measurements.record("exec to first paint", times, unit: "ms", target: 12)
  },

  Benchmark("keys") { measurements in
    // What the machine and its terminals take, without any program worth the name.
    let count = measurements.isQuick ? 20 : 400
    guard
      let echo = ProgramSession("/bin/sh", arguments: ["-c", "stty raw -echo; echo on; exec cat"]),
      echo.wait(for: "on")
    else { return }
    echo.settle()
    measurements.record("key to echo, cat", echo.arrowTimes(count: count), unit: "ms")
    echo.quit()

    guard let program = ProgramSession.ready() else { return measurements.missProgram() }
    measurements.record(
      "arrow key to paint, idle", program.arrowTimes(count: count), unit: "ms", target: 2, of: .p99,
      comparedWith: "key to echo, cat")
    program.quit()
  },

  Benchmark("stream") { measurements in
    let count = measurements.isQuick ? 1_000 : 5_000
    measurements.record(
      "500 tokens/s: processor time a token, cat", copyTimes(tokenCount: count), unit: "µs")
    let distance = 10
    guard let server = TokenServer(tokenCount: count, rate: 500, markerDistance: distance),
      let program = ProgramSession.ready(["--endpoint", server.url])
    else { return measurements.missProgram() }
    let (time, bytes) = (program.processorTime, program.byteCount)
    program.type(ProgramSession.send)
    var delays: [Double] = []
    var next = 0
    let markers = (0..<count / distance).map(TokenServer.marker)
    while next < markers.count {
      // A frame may show several markers at once; the last is the one that waited least.
      guard let found = program.wait(forOneOf: Array(markers[next...].prefix(8))) else { break }
      if let sent = server.sendingTime(ofMarker: next + found) {
        delays.append(sent.millisecondsAgo)
      }
      next += found + 1
    }
    _ = program.wait(for: ProgramSession.end)
    let spent = (program.processorTime - time) / .microseconds(1)
    measurements.record("500 tokens/s: on the screen", delays, unit: "ms", target: 20, of: .p99)
    measurements.record(
      "500 tokens/s: processor time a token", [spent / Double(count)], unit: "µs", target: 80,
      comparedWith: "500 tokens/s: processor time a token, cat")
    measurements.record(
      "500 tokens/s: bytes to the terminal a token",
      [Double(program.byteCount - bytes) / Double(count)], unit: "bytes", target: 20)
    measurements.record("peak memory, HTTP", [program.peakMemory], unit: "MB", target: 20)
    program.quit()

    // 24-bit colours are written at greater length.
    guard let server = TokenServer(tokenCount: count, rate: 500, markerDistance: distance),
      let program = ProgramSession.ready(
        ["--endpoint", server.url], settings: ["COLORTERM=truecolor"])
    else { return }
    let colorfulBytes = program.byteCount
    program.type(ProgramSession.send)
    _ = program.wait(for: ProgramSession.end, within: .seconds(60))
    measurements.record(
      "500 tokens/s in 24-bit colours: bytes to the terminal a token",
      [Double(program.byteCount - colorfulBytes) / Double(count)], unit: "bytes", target: 20)
    program.quit()
  },

  Benchmark("flood") { measurements in
    guard let idle = ProgramSession.ready() else { return measurements.missProgram() }
    measurements.record(
      "letter to paint in the editor, idle",
      idle.letterTimes(count: measurements.isQuick ? 20 : 400), unit: "ms")
    idle.quit()

    var times: [Double] = []
    for _ in 0..<(measurements.isQuick ? 2 : 9) {
      let count = 20_000
      guard let server = TokenServer(tokenCount: count, rate: nil, markerDistance: count),
        let program = ProgramSession.ready(["--endpoint", server.url])
      else { return }
      program.type(ProgramSession.send)
      if program.wait(for: TokenServer.marker(count)),
        let sent = server.sendingTime(ofMarker: 0)
      {
        times.append(sent.millisecondsAgo)
      }
      program.quit()
    }
    measurements.record("20,000 tokens at once: on the screen", times, unit: "ms", target: 200)

    times = []
    for _ in 0..<(measurements.isQuick ? 1 : 5) {
      let count = 400_000
      guard let server = TokenServer(tokenCount: count, rate: nil, markerDistance: count),
        let program = ProgramSession.ready(["--endpoint", server.url])
      else { return }
      program.type(ProgramSession.send)
      times += program.letterTimes(count: 200) { !server.isDone }
      program.quit()
    }
    measurements.record(
      "letter to paint in the editor, tokens at full speed", times, unit: "ms", target: 5,
      of: .p99, comparedWith: "letter to paint in the editor, idle")
  },

  Benchmark("long-text") { measurements in
    let prose = String(
      repeating: "The quick brown fox jumps over the lazy dog. \n", count: 10_000_000 / 46)
    let item = #"    {"name": "value", "numbers": [1, 2.50, 3e4], "text": "a\u00e9b"},"# + "\n"
    let list = "[\n" + String(repeating: item, count: 10_000_000 / item.utf8.count) + "    null]"
    let count = measurements.isQuick ? 20 : 400
    for (name, body, keys) in [
      ("10 MB of prose", #"{"system": \#(JSONValue.string(prose))}"#, ProgramSession.systemKeys),
      ("10 MB of JSON", #"{"metadata": \#(list)}"#, ProgramSession.metadataKeys),
    ] {
      guard let file = ProgramSession.file(holding: body) else {
        return measurements.missProgram()
      }
      defer { ProgramSession.removeFile(file) }
      guard let program = ProgramSession.ready([file]) else { return measurements.missProgram() }
      measurements.record(
        "letter to paint through the terminal, \(name)",
        program.letterTimes(count: count, opening: keys), unit: "ms", target: 5, of: .p99)
      program.quit()
    }
  },

  Benchmark("rest") { measurements in
    guard let program = ProgramSession.ready() else { return measurements.missProgram() }
    program.type(ProgramSession.send)
    _ = program.wait(for: ProgramSession.end, within: .seconds(30))
    // Threads that have nothing more to do are ended after some seconds.
    program.settle(milliseconds: measurements.isQuick ? 1500 : 7000)
    let time = program.processorTime
    program.settle(milliseconds: 3000)
    measurements.record(
      "processor time in 3 s at rest", [(program.processorTime - time) / .microseconds(1)],
      unit: "µs", target: 0)
    measurements.record("peak memory, embedded", [program.peakMemory], unit: "MB", target: 20)
    program.quit()
  },
]

extension ProgramSession {
  /// What the first picture of an empty home says last.
  fileprivate static let welcome = "every command"
  /// What stands there when an answer has come to its end.
  fileprivate static let end = "end_turn"
  /// F5.
  fileprivate static let send = "\u{1B}[15~"

  /// The program after its first picture, with nothing more to say.
  fileprivate static func ready(
    _ arguments: [String] = [], settings: [String] = []
  ) -> ProgramSession? {
    guard let program = ProgramSession(arguments: arguments, settings: settings),
      program.wait(for: welcome)
    else { return nil }
    program.settle()
    return program
  }

  /// Milliseconds from an arrow key to the first byte of what it changes in the form.
  fileprivate func arrowTimes(count: Int) -> [Double] {
    (0..<count).map { number in
      let start = ContinuousClock.now
      type(number % 2 == 0 ? "\u{1B}[B" : "\u{1B}[A")
      let piece = read(waiting: 1000)
      defer { settle(milliseconds: 5) }
      return piece == nil ? .infinity : start.millisecondsAgo
    }
  }

  /// The keys to the start of a text in its editor.
  fileprivate static let systemKeys = ["/", "system\r", "\r"]
  fileprivate static let metadataKeys = ["/", "metadata\r", "\r"]

  /// Milliseconds from a typed letter to its picture, in a text that these keys open.
  fileprivate func letterTimes(
    count: Int, opening keys: [String] = systemKeys, while isWanted: () -> Bool = { true }
  ) -> [Double] {
    for keys in keys.dropLast() {
      type(keys)
      _ = wait(for: TokenServer.marker(0x1FFF), within: .milliseconds(60))
    }
    // A long text takes its time to open; then its editor tells where the cursor is.
    type(keys.last ?? "")
    _ = wait(for: "column ", within: .seconds(5))
    var times: [Double] = []
    for number in 0..<count where isWanted() {
      let letter = TokenServer.marker(0x1000 + number)
      let start = ContinuousClock.now
      type(letter)
      guard wait(for: letter, within: .seconds(2)) else { return times + [.infinity] }
      times.append(start.millisecondsAgo)
      type("\u{7F}")
      _ = wait(for: letter, within: .milliseconds(5))
    }
    return times
  }
}

extension Measurements {
  fileprivate mutating func missProgram() {
    miss("the program beside this one didn't start; `bash .ci/start` builds it")
  }
}

/// Microseconds of processor time that `cat` takes to bring a token from the socket to the terminal.
private func copyTimes(tokenCount: Int) -> [Double] {
  guard let server = TokenServer(tokenCount: tokenCount, rate: 500, markerDistance: tokenCount)
  else { return [] }
  let socket = "/dev/tcp/127.0.0.1/\(server.url.split(separator: ":").last!)"
  let script = "exec 3<>\(socket); echo >&3; exec cat <&3"
  guard let copy = ProgramSession("/bin/bash", arguments: ["-c", script]) else { return [] }
  defer { copy.quit() }
  guard copy.wait(for: TokenServer.marker(tokenCount), within: .seconds(60)) else { return [] }
  return [copy.processorTime / .microseconds(1) / Double(tokenCount)]
}

extension ContinuousClock.Instant {
  fileprivate var millisecondsAgo: Double { (.now - self) / .milliseconds(1) }
}
