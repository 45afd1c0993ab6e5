import JSON
import TestSupport
import Testing

@testable import WorkbenchCore

@Suite struct JSONIndenterTests {
  @Test func `a tool input becomes a line for each member, however it is cut`() {
    let text = #"{"city":"Paris, \"France\"","days":[1,{"x":null}],"empty":{}}"#
    let expected = """
      {
        "city": "Paris, \\"France\\"",
        "days": [
          1,
          {
            "x": null
          }
        ],
        "empty": {}
      }
      """
    for chunks in chunkings(of: Array(text.utf8)) {
      var indenter = JSONIndenter()
      var output: [UInt8] = []
      for chunk in chunks { indenter.append(chunk, to: &output) }
      #expect(String(decoding: output, as: UTF8.self) == expected)
    }
  }

  @Test func `what was laid out never changes when more arrives`() {
    let bytes = Array(#"{"a":[1,2,{"b":"c"}],"d":"e"}"#.utf8)
    var indenter = JSONIndenter()
    var output: [UInt8] = []
    var before: [UInt8] = []
    for byte in bytes {
      indenter.append([byte], to: &output)
      #expect(output.starts(with: before))
      before = output
    }
  }
}
