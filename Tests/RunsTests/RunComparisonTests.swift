import JSON
import Runs
import Testing

struct RunComparisonTests {
  @Test(arguments: [
    (#"{"a":1,"b":2}"#, #"{"b":2,"a":1}"#, []),
    (#"{"a":1}"#, #"{"a":1.0}"#, ["/a 1 1.0"]),
    (
      #"{"a":1,"b":{"c":[1,2]}}"#, #"{"b":{"c":[1,3]},"d":null}"#,
      ["/a 1 -", "/b/c/1 2 3", "/d - null"]
    ),
    (#"[1,2,3,4]"#, #"[1,3,4]"#, ["/1 2 -"]),
    (#"[1,2]"#, #"[1,9,2]"#, ["/1 - 9"]),
    (
      #"{"m":[{"r":"u","c":"x"},{"r":"a"}]}"#, #"{"m":[{"r":"u","c":"y"},{"r":"a"},{"r":"u"}]}"#,
      [#"/m/0/c "x" "y""#, #"/m/2 - {"r":"u"}"#]
    ),
    (#"{"a":1}"#, "[]", [#" {"a":1} []"#]),
  ])
  func `requests are compared member by member`(
    old: String, new: String, expected: [String]
  ) throws {
    let changes = RunComparison.changes(
      from: try JSONValue(parsing: old), to: try JSONValue(parsing: new))
    let lines = changes.map { change in
      "\(change.pointer) \(change.old?.text() ?? "-") \(change.new?.text() ?? "-")"
    }
    #expect(lines == expected)
  }

  @Test func `figures that neither run has are left out`() {
    let run = Run(
      id: Run.ID(1), request: Run.Request(url: "", body: Array("{".utf8)), endpointName: "",
      startedAt: 0)
    let comparison = RunComparison(run, run)
    #expect(comparison.requestChanges == nil)
    #expect(comparison.figures.map(\.name) == [.elapsed, .textLength])
    #expect(comparison.figures.map(\.difference) == [0, 0])
  }
}
