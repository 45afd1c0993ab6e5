import JSON
import Testing

@Suite struct RegularExpressionTests {
  @Test(arguments: [
    ("", ["", "a"], []),
    ("abc", ["abc", "xabcx"], ["ab", "acb", ""]),
    ("^abc$", ["abc"], ["xabc", "abcx"]),
    ("^(a|b|cd)+$", ["a", "abcdcd"], ["", "c", "ad"]),
    ("^a*b+c?$", ["b", "aabbc"], ["a", "bcc"]),
    ("^a{2}$", ["aa"], ["a", "aaa"]),
    ("^a{2,}$", ["aa", "aaaa"], ["a"]),
    ("^a{1,3}$", ["a", "aaa"], ["", "aaaa"]),
    ("^(?:ab){0}$", [""], ["ab"]),
    ("^a{,2}$", ["a{,2}"], ["aa"]),
    ("^x{$", ["x{"], ["x"]),
    ("^[a-cx-z_-]+$", ["abcxyz_-"], ["d", ""]),
    ("^[^0-9]+$", ["abc"], ["a1"]),
    ("^[]$", [], ["", "a"]),
    ("^[^]$", ["a", "\n"], [""]),
    ("^[\\]\\\\^-]+$", ["]\\^-"], ["a"]),
    ("^[\\w-]+$", ["a-b_9"], ["a b"]),
    ("^[\\D]+$", ["abc"], ["a1"]),
    ("^\\d{3}-\\d{4}$", ["555-1234"], ["555-123", "٣٣٣-1234"]),
    ("^\\S+\\s\\S+$", ["a b", "a\u{A0}b", "a\tb"], ["ab"]),
    ("^.$", ["a", "é", "😀"], ["", "\n", "ab"]),
    ("\\bcat\\b", ["a cat sat", "cat"], ["concat", "cats"]),
    ("\\Bcat", ["concat"], ["cat"]),
    ("^(?=.*\\d)(?=.*[a-z]).{4,8}$", ["abc1", "1abcdefg"], ["abcd", "1234", "a1"]),
    ("^(?!foo).*$", ["bar", "fo"], ["foo", "foobar"]),
    ("^(?<year>\\d{4})$", ["2026"], ["26"]),
    ("^\\u0041\\x42\\u{1F600}\\t$", ["AB😀\t"], ["AB"]),
    ("^\\p{Lu}\\p{L}*$", ["Émile", "A"], ["émile", "A1"]),
    ("^\\P{L}+$", ["123"], ["1a"]),
    ("^(a*)*$", ["", "aaa"], ["b"]),
    ("^(a|a)*$", ["", "aaa"], ["b"]),
    ("^(|a)+$", ["", "aa"], ["b"]),
    ("a+?b", ["aab"], ["aa"]),
    ("^\\/api\\/v1\\.0$", ["/api/v1.0"], ["/api/v1x0"]),
    ("^#[0-9a-fA-F]{6}$", ["#00fF9a"], ["#00fF9", "00fF9a"]),
    ("^$", [""], ["a"]),
    ("[.+*?(){}|^$]", ["+", "{", "^"], ["a"]),
    ("^\\cJ$", ["\n"], ["J"]),
  ])
  func `an expression matches these and not those`(
    pattern: String, matching: [String], others: [String]
  ) throws {
    let expression = try RegularExpression(pattern)
    for text in matching { #expect(expression.matches(text) == true, "\(text)") }
    for text in others { #expect(expression.matches(text) == false, "\(text)") }
  }

  @Test(
    arguments: [
      ("(", .unexpectedEnd), ("a)", .unexpected(at: 1)), ("[a", .unexpectedEnd),
      ("*", .unexpected(at: 0)),
      ("a**", .unexpected(at: 2)), ("a{3,1}", .unexpected(at: 1)), ("[b-a]", .unexpected(at: 1)),
      ("\\", .unexpectedEnd), ("(a)\\1", .unsupported("a back reference")),
      ("(?<=a)b", .unsupported("look-behind")), ("(?i)a", .unsupported("a flag")),
      ("\\p{Greek}", .unsupported("the property Greek")), ("{2}", .unexpected(at: 0)),
      ("((a{100}){100}){100}", .tooLarge), ("(){20000}{20000}", .unexpected(at: 9)),
      ("((){20000}){20000}", .tooLarge), (String(repeating: "(", count: 5000), .tooLarge),
      ("a{99999999999999999999}", .tooLarge),
    ] as [(String, RegularExpression.ParseError)])
  func `an expression that can't be used says why`(
    pattern: String, error: RegularExpression.ParseError
  ) {
    #expect(throws: error) { try RegularExpression(pattern) }
  }

  @Test func `expressions that explode elsewhere take time in proportion here`() throws {
    let text = String(repeating: "a", count: 20_000) + "!"
    for pattern in ["^(a+)+$", "^(a|aa)+$", "^(a*)*b$", "^(?:a?){50}a{50}$"] {
      #expect(try RegularExpression(pattern).matches(text) == false)
    }
    #expect(try RegularExpression("^(a+)+$").matches(text, limit: 1_000) == nil)
  }
}
