import TestSupport
import Testing

@testable import TerminalUI

@Suite struct MarkdownTextTests {
  private func lines(_ source: String, width: Int = 30) -> [String] {
    var text = MarkdownText(width: width)
    text.append(source)
    text.finish()
    return lines(text)
  }

  private func lines(_ text: MarkdownText) -> [String] {
    (0..<text.lineCount).map { text.prefix(ofLine: $0) + text.line($0) }
  }

  /// The parts with a look of their own, with their scopes.
  private func looks(_ source: String) -> [String] {
    var text = MarkdownText(width: 60)
    text.append(source)
    text.finish()
    return (0..<text.lineCount).flatMap { line in
      text.spans(ofLine: line).map { span in
        let part = String(decoding: text.bytes[span.range], as: UTF8.self)
          .trimmingSuffix(while: { $0.isNewline })
        let mark = span.attributes.contains(.italic) ? "/" : ""
        return "\(mark)\(span.scope): \(part)"
      }
    }
  }

  @Test func `tabs of code and prose are kept for whoever copies them`() {
    var text = MarkdownText(width: 30)
    text.append("one\ttwo\n\n```make\nall:\n\tcc\tx.c\n```\n\n\tcode\there\n")
    text.finish()
    let parts = String(decoding: text.bytes, as: UTF8.self).split(separator: "\n")
    #expect(parts == ["one\ttwo", "all:", "\tcc\tx.c", "code\there"])
    #expect(lines("-\ta\n\t- b\n\n1.\tc") == lines("-   a\n    - b\n\n1.  c"))
  }

  private static let sample = """
    # Sampling *parameters*

    `temperature` scales the **logits**; see [the docs](https://example.org/a).
    It is applied first.

    - top_k keeps the most probable tokens, so many
      - nested item
    - top_p keeps a _set_

    1. first
    2. second

    > A quote that is longer than the line
    > and goes on.

    ```json
    {"a": [1, "two", null],
     "b": {}}
    ```

    | name | value |
    |------|------:|
    | a    | 1     |
    | b\\|c | **22** |

    ---
    Last words 漢字かな\u{1F600}, and an end
    """

  @Test func `blocks are shown by their looks`() {
    #expect(
      lines(Self.sample) == [
        "Sampling parameters", "", "temperature scales the logits;",
        "see the docs", "(https://example.org/a).", "It is applied first.", "",
        "• top_k keeps the most", "  probable tokens, so many", "  • nested item",
        "• top_p keeps a set", "", "1. first", "2. second", "", "│ A quote that is longer than",
        "│ the line", "│ and goes on.", "", "  {\"a\": [1, \"two\", null],", "   \"b\": {}}", "",
        "name │ value", "─────┼──────", "a    │     1", "b|c  │    22", "",
        "──────────────────────────────", "", "Last words 漢字かな😀, and an", "end",
      ])
  }

  @Test func `emphasis, code and links have looks of their own`() {
    #expect(looks("a *b* c") == ["/text: b"])
    #expect(looks("**a b** `c`") == ["text.strong: a b", "code: c"])
    #expect(looks("***x***") == ["/text.strong: x"])
    #expect(
      looks("[t](u) ![i](v)") == ["link: t", "text.muted:  (u)", "link: i", "text.muted:  (v)"])
    #expect(
      looks("see https://x.org/a_b, or <mailto:a@b>") == [
        "link: https://x.org/a_b", "link: mailto:a@b",
      ])
    #expect(looks("## A `b`") == ["heading: A ", "code: b"])
    #expect(
      looks("```json\n{\"k\":1}\n```") == [
        "json.punctuation: {", "json.key: \"k\"", "json.punctuation: :", "json.number: 1",
        "json.punctuation: }",
      ])
  }

  @Test(arguments: [
    ("swift", #"let x = "a\"b" // c"#, ["keyword: let", #"string: "a\"b""#, "comment: // c"]),
    (
      "swift", "let s = \"\"\"\n  return 1\n  \"\"\" + t",
      ["keyword: let", "string: \"\"\"", "string:   return 1", "string:   \"\"\""]
    ),
    ("py", "if x1 == 0x1F: # no", ["keyword: if", "number: 0x1F", "comment: # no"]),
    ("python", "print(f'{a}', 1.5)", ["string: '{a}'", "number: 1.5"]),
    (
      "js", "/* a\n b */ new B(`x\n${y}`)",
      ["comment: /* a", "comment:  b */", "keyword: new", "string: `x", "string: ${y}`"]
    ),
    ("rust", "fn f<'a>(x: &'a str)", ["keyword: fn"]),
    ("sh", "echo $# \"it's\" # n", ["keyword: echo", "string: \"it's\"", "comment: # n"]),
    ("SQL", "SELECT 'a' -- b", ["keyword: SELECT", "string: 'a'", "comment: -- b"]),
    ("yaml", "a: don't # b\nc: true", ["comment: # b", "keyword: true"]),
    ("html", "<a href=\"x\">it's</a>", ["keyword: a", "string: \"x\"", "keyword: a"]),
  ])
  func `code is coloured by its language`(language: String, code: String, tokens: [String]) {
    let scopes = ["keyword": "json.keyword", "string": "json.string", "number": "json.number"]
    let expected = tokens.map { token in
      let name = String(token.prefix { $0 != ":" })
      return (scopes[name] ?? "text.muted") + token.dropFirst(name.count)
    }
    #expect(looks("```\(language)\n\(code)\n```") == expected)
  }

  @Test(arguments: [
    (#"so \(a_{1} * b_{2}\) and \[x\,dx\]"#, #"so \(a_{1} * b_{2}\) and \[x\,dx\]"#),
    (#"$$\{1,2\}$$ or $x_1 * y_1$"#, #"$$\{1,2\}$$ or $x_1 * y_1$"#),
    ("from $5 to $10, *not* more", "from $5 to $10, not more"), (#"\(open *a*"#, "(open a"),
    ("a &amp; b &lt;c&gt; &#39;d&#x27; &unknown; &", "a & b <c> 'd' &unknown; &"),
    ("&#7;&#0;&#xD800;", "&#7;&#0;&#xD800;"),
    (#"[t](<http://x.y/a b> "title")"#, "t (http://x.y/a b)"),
    ("one<br>two<br />three", "one\ntwo\nthree"),
    ("- [ ] open\n- [X] done\n- [y] none", "• [ ] open\n• [x] done\n• [y] none"),
    (
      "- [x] a task that is told in more words than fit into sixty columns",
      "• [x] a task that is told in more words than fit into sixty\n      columns"
    ),
  ])
  func `what models write beside Markdown is shown as it is meant`(source: String, shown: String) {
    #expect(lines(source, width: 60).joined(separator: "\n") == shown)
  }

  @Test func `headings of three levels differ`() {
    var text = MarkdownText(width: 60)
    text.append("# One\n\n## Two\n\n### Three\n")
    text.finish()
    let spans = (0..<text.lineCount).flatMap { text.spans(ofLine: $0) }
    #expect(spans.map(\.scope) == ["heading", "heading", "text.strong"])
    #expect(spans.map { $0.attributes.contains(.underline) } == [true, false, false])
  }

  @Test func `code in a list item is set in from the item`() {
    #expect(
      lines("- a\n\n      let x\n        y\n\n  b\n\nc\n\n    d") == [
        "• a", "", "    let x", "      y", "", "  b", "", "c", "", "  d",
      ])
    #expect(looks("- a\n\n      x") == ["text.muted: • ", "code: x"])
  }

  @Test(arguments: [
    "snake_case_name and a__b__c", "2 * 3 * 4", "a ** b", "[no link] (x)", "1) ", "#hashtag",
    "**open", "`open", "\\*escaped\\*", "5 < 6 > 4", "a | b", "~single~",
  ])
  func `what is no mark stays as it is written`(source: String) {
    let expected = source.filter { $0 != "\\" }.trimmingSuffix(while: { $0 == " " })
    #expect(lines(source, width: 60).joined() == expected)
  }

  @Test func `however the text is cut, the lines are the same`() {
    let long =
      String(repeating: "word ", count: 3_000) + "\n\n" + String(repeating: "x", count: 9_000)
    for source in [
      Self.sample, long, "```\ncode\n\n\nmore", "```c\n/* a\n b */ int\n", "a\r\nb\r\n\r\n- c",
      "|a|b|\n|-|-|\n|c",
    ] {
      let whole = lines(source)
      let bytes = Array(source.utf8)
      for size in [1, 2, 3, 7, 64, 1000] where bytes.count / size < 1_000 {
        var text = MarkdownText(width: 30)
        for start in stride(from: 0, to: bytes.count, by: size) {
          text.append(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        text.finish()
        #expect(lines(text) == whole)
      }
    }
  }

  @Test func `at any moment the lines are those of what has come`() {
    let returns = "a" + String(repeating: "\r", count: 80) + "b"
    for source in [Self.sample, returns] {
      var text = MarkdownText(width: 30)
      var sofar = ""
      for character in source {
        sofar.append(character)
        text.append(String(character))
        var whole = MarkdownText(width: 30)
        whole.append(sofar)
        #expect(lines(text) == lines(whole))
      }
    }
  }

  @Test func `what is settled doesn't change when more comes`() {
    var text = MarkdownText(width: 30)
    for byte in Array(Self.sample.utf8) {
      let settled = Array(text.bytes[..<text.settledByteCount])
      text.append([byte])
      #expect(text.bytes.starts(with: settled))
    }
  }

  @Test func `another width lays everything out anew`() {
    var text = MarkdownText(width: 60)
    text.append(Self.sample)
    text.finish()
    text.width = 30
    #expect(lines(text) == lines(Self.sample))
  }

  @Test func `a table too wide for the screen is wrapped, or else shown as written`() {
    let source = "| one | two |\n|--|--|\n| aaa bbb ccc | ddd eee fff |"
    #expect(
      lines(source, width: 17) == [
        "one     │ two", "────────┼────────", "aaa bbb │ ddd eee", "ccc     │ fff",
      ])
    let wide = "|" + String(repeating: " abcdef |", count: 6)
    let rule = "|" + String(repeating: "---|", count: 6)
    #expect(lines(wide + "\n" + rule, width: 20).joined().hasPrefix("| abcdef |"))
  }

  @Test func `columns and bytes of a line are found from each other`() {
    var text = MarkdownText(width: 30)
    text.append("- 漢字 and e\u{301}")
    text.finish()
    #expect(text.line(0) == "• 漢字 and e\u{301}")
    for (column, word) in [(0, "•"), (2, "漢"), (3, "漢"), (4, "字"), (7, "a"), (11, "e\u{301}")] {
      let offset = text.offset(atColumn: column, inLine: 0)
      let rest = String(decoding: text.bytes[offset...], as: UTF8.self)
      #expect(rest.hasPrefix(word), "column \(column)")
    }
    #expect(text.offset(atColumn: 99, inLine: 0) == text.bytes.count - 1)
    #expect(text.column(of: text.offset(atColumn: 7, inLine: 0), inLine: 0) == 7)
  }

  @Test(arguments: [
    "*", "**", "[", "![", "](", "`", "```", "|", "|\n|-|", "> ", "- ", "1.", "#", "<", "\\", "\n",
    "\u{1B}[31m",
    "[a](b", "*[a*](b)", "|-|\n|-|", ">>>> - 1. # *x",
  ])
  func `any beginning of a mark can be rendered`(mark: String) {
    for count in [1, 2, 50] {
      let source = String(repeating: mark, count: count)
      #expect(!lines(source).contains { $0.contains("\n") })
    }
  }
}

extension StringProtocol {
  fileprivate func trimmingSuffix(while condition: (Character) -> Bool) -> String {
    String(reversed().drop(while: condition).reversed())
  }
}
