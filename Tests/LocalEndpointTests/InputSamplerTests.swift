import JSON
import Testing

@testable import LocalEndpoint

@Suite struct InputSamplerTests {
  private static let open: JSONValue = [
    "type": "object",
    "properties": [
      "city": ["type": "string"], "unit": ["enum": ["celsius", "fahrenheit", "kelvin"]],
      "days": ["type": "integer", "minimum": 1, "maximum": 9], "urgent": ["type": "boolean"],
      "email": ["type": "string", "format": "email"], "xyzzy": ["type": "string"],
    ],
    "required": ["city", "unit", "days", "urgent", "email", "xyzzy"],
  ]

  private func value(temperature: Double, seed: UInt64, _ schema: JSONValue = open) -> JSONValue {
    var generator = SchemaGenerator(
      schema, hints: ConversationHints("Go ahead."), seed: temperature > 0 ? seed : 0,
      temperature: temperature)
    return generator.value()
  }

  private func sampler(seed: UInt64 = 1, temperature: Double = 1) -> InputSampler {
    InputSampler(
      .shared, question: "Go ahead.",
      sampling: SamplingParameters(temperature: temperature, seed: seed), recordedCandidates: 40)
  }

  @Test func `temperature and seed decide what the conversation leaves open`() {
    let likeliest = value(temperature: 0, seed: 1)
    #expect(value(temperature: 0, seed: 2) == likeliest)
    #expect(likeliest["city"] == "Lisbon")
    for key in ["city", "unit", "days", "urgent", "email", "xyzzy"] {
      let drawn = (1...12).map { value(temperature: 1, seed: $0)[key] }
      #expect(Set(drawn).count > 1, "\(key): \(drawn)")
    }
    #expect(value(temperature: 1, seed: 7) == value(temperature: 1, seed: 7))
  }

  @Test func `a hot draw strays from what a city is called`() {
    let cities = (1...6).map { value(temperature: 2, seed: $0)["city"]?.stringValue ?? "" }
    let known = sampler().knownValues(for: .init(name: "city", description: ""))
    #expect(known.contains("Oslo"))
    #expect(cities.contains { !known.contains($0) }, "\(cities)")
  }

  @Test func `choices come up as often as the model finds them probable`() throws {
    let texts = ["celsius", "fahrenheit", "degrees"]
    let subject = InputSampler.Subject(name: "unit", description: "")
    var counts = [0.0, 0.0, 0.0]
    let draws = 600
    for seed in 1...draws {
      var sampler = sampler(seed: UInt64(seed))
      counts[sampler.choose(among: texts, for: subject).index] += 1
    }
    var one = sampler()
    let record = try #require(one.choose(among: texts, for: subject).value.pieces[0].record)
    #expect(record.candidates.count == 3)
    let expected = texts.map { text in
      record.candidates.first { text.hasPrefix($0.text.drop { $0 == " " }) }?.temperedProbability
    }
    var distance = 0.0
    for (count, probability) in zip(counts, expected) {
      let mean = try #require(probability) * Double(draws)
      distance += (count - mean) * (count - mean) / mean
    }
    // The 99.9th percentile of chi-squared with two degrees of freedom.
    #expect(distance < 13.8, "\(counts) \(expected)")
  }

  @Test func `the pieces are the value's text, and tell how it was drawn`() {
    for seed in 0..<60 {
      var maker = RandomSchema(seed: UInt64(seed))
      let schema = maker.object()
      var generator = SchemaGenerator(
        schema, hints: ConversationHints("Book 3 rooms for \"Ada\"."), seed: UInt64(seed),
        recordedCandidates: 5)
      let value = generator.value()
      let pieces = generator.pieces(of: value)
      #expect(pieces.map(\.text).joined() == value.text(.compact))
      for piece in pieces {
        guard let drawn = piece.record?.drawn, !drawn.isEndOfText else { continue }
        let text = JSONValue.string(JSONString(drawn.text)).text(.compact).dropFirst().dropLast()
        #expect(text == piece.text || text.dropFirst() == piece.text)
      }
    }
  }

  @Test func `a word is drawn among those allowed, and its end with the quote after it`() throws {
    var generator = SchemaGenerator(
      [
        "type": "object", "properties": ["mode": ["enum": ["fast", "fast light"]]],
        "required": ["mode"],
      ],
      hints: ConversationHints("Go."), seed: 3, recordedCandidates: 9)
    let value = generator.value()
    let drawn = generator.pieces(of: value).filter { $0.record != nil }
    try #require(drawn.count == 1)
    #expect(Set(drawn[0].record?.candidates.map(\.text) ?? []) == ["", " light"])
    #expect(drawn[0].text == (value["mode"] == "fast" ? "\"" : " light"))
  }

  @Test(arguments: [(0, 3), (4, 4), (1, 1), (60, 70), (0, 0)])
  func `a drawn text keeps to its length`(least: Int, most: Int) {
    for seed in 1...6 {
      let schema: JSONValue = [
        "type": "string", "minLength": .number(JSONNumber(least)),
        "maxLength": .number(JSONNumber(most)),
      ]
      let text = value(temperature: 1.5, seed: UInt64(seed), schema).stringValue ?? "none"
      #expect((least...most).contains(text.unicodeScalars.count), "\(text)")
    }
  }

  @Test func `prose in a structured answer speaks of the question`() {
    let schema: JSONValue = [
      "type": "object",
      "properties": ["summary": ["type": "string", "description": "In one sentence."]],
      "required": ["summary"],
    ]
    var generator = SchemaGenerator(
      schema, hints: ConversationHints("Describe the parameter top_p."), seed: 1, temperature: 0)
    let summary = generator.value()["summary"]?.stringValue ?? ""
    #expect(summary.hasPrefix("top_p is the share"))
    #expect(summary.count { $0 == "." } == 1)
  }
}
