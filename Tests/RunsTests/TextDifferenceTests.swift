import Runs
import TestSupport
import Testing

struct TextDifferenceTests {
  private static let cases: [(String, String, [TextDifference.Part])] = [
    ("", "", []),
    ("a", "a", [.same("a")]),
    ("", "a b", [.added("a b")]),
    ("a b", "", [.removed("a b")]),
    (
      "the quick fox", "the slow fox",
      [.same("the "), .removed("quick"), .added("slow"), .same(" fox")]
    ),
    ("a b c d", "a c d e", [.same("a "), .removed("b "), .same("c d"), .added(" e")]),
    ("x=1", "x=2", [.same("x="), .removed("1"), .added("2")]),
    // Canonically equivalent, but not the same bytes.
    ("\u{E9}", "e\u{301}", [.removed("\u{E9}"), .added("e\u{301}")]),
  ]

  @Test(arguments: cases)
  func `words that stay, go and come`(
    old: String, new: String, expected: [TextDifference.Part]
  ) {
    #expect(TextDifference(from: old, to: new).parts == expected)
  }

  @Test func `the parts give both texts, and as few words change as possible`() {
    var generator = SeededGenerator(seed: 31)
    for _ in 0..<400 {
      let letters = ["a", "b", "c", "."]
      func random() -> [String] {
        (0..<Int.random(in: 0...14, using: &generator)).map { _ in
          letters.randomElement(using: &generator)! + " "
        }
      }
      let (old, new) = (random(), random())
      let parts = TextDifference(from: old.joined(), to: new.joined()).parts
      #expect(joined(parts) == (old.joined(), new.joined()))
      let kept = parts.reduce(0) { sum, part in
        if case .same(let text) = part { sum + text.count } else { sum }
      }
      #expect(kept == longestCommon(words(old.joined()), words(new.joined())))
    }
  }

  @Test func `long texts take linear space and bounded time`() {
    let old = (0..<20_000).map { "w\($0) " }.joined()
    let new = (0..<20_000).map { $0 % 100 == 0 ? "changed " : "w\($0) " }.joined()
    let difference = TextDifference(from: old, to: new)
    #expect(joined(difference.parts) == (old, new))
    #expect(difference.parts.count == 1 + 3 * 200 - 1)
    let unlike = (0..<20_000).map { "v\($0)," }.joined()
    let limited = TextDifference(from: old, to: unlike, limit: 100_000)
    #expect(joined(limited.parts) == (old, unlike))
  }

  private func joined(_ parts: [TextDifference.Part]) -> (String, String) {
    parts.reduce(into: ("", "")) { texts, part in
      switch part {
      case .same(let text):
        texts.0 += text
        texts.1 += text
      case .removed(let text): texts.0 += text
      case .added(let text): texts.1 += text
      }
    }
  }

  /// Every character of these texts is a word of its own.
  private func words(_ text: String) -> [Character] { Array(text) }

  private func longestCommon(_ old: [Character], _ new: [Character]) -> Int {
    var lengths = [Int](repeating: 0, count: new.count + 1)
    for character in old {
      var diagonal = 0
      for index in new.indices {
        let above = lengths[index + 1]
        lengths[index + 1] =
          character == new[index] ? diagonal + 1 : max(above, lengths[index])
        diagonal = above
      }
    }
    return lengths[new.count]
  }
}
