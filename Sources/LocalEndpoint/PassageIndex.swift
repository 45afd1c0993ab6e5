import Glibc

/// Finds the passages that a question is about, by the words they share (BM25).
///
/// A word in a passage's header counts like three in its text, and the first one, which names the subject,
/// counts once more by itself. Of passages that fit alike, those whose header has the word "definition" come
/// first.
///
/// Robertson, Zaragoza: The Probabilistic Relevance Framework: BM25 and Beyond (2009).
struct PassageIndex: Sendable {
  /// A passage by its number, and how well it fits. Scores compare within one question only.
  struct Hit: Sendable {
    var passage: Int
    var score: Double
  }

  private struct Posting: Sendable {
    var passage: UInt16
    var count: UInt16
  }

  private var terms = TermList()
  /// The postings of all terms, those of one term side by side.
  private var postings: [Posting] = []
  /// For every term where its postings start, and one more.
  private var starts: [Int] = [0]
  private let lengths: [Int]
  private let kinds: [Passage.Kind]
  /// The first term of every passage's header.
  private let subjects: [Int?]

  /// The header word of passages that fit when nothing else does.
  static let fallback = "otherwise"
  /// The header word of passages that fit a question which says nothing.
  static let help = "help"
  /// The header word of passages that begin with what a thing is.
  static let definition = "definition"

  init(_ passages: [Passage]) {
    var terms = TermList()
    let headers = passages.map { terms.insert($0.header) }
    let found = zip(headers, passages).map { header, passage in
      header + header + header + terms.insert(passage.text)
    }
    subjects = headers.map(\.first)
    self.terms = terms
    kinds = passages.map(\.kind)
    lengths = found.map(\.count)
    var perTerm = Array(repeating: [Posting](), count: terms.count)
    for (passage, numbers) in found.enumerated() {
      for number in numbers {
        if let last = perTerm[number].last, last.passage == passage {
          perTerm[number][perTerm[number].count - 1].count += 1
        } else {
          perTerm[number].append(Posting(passage: UInt16(passage), count: 1))
        }
      }
    }
    for found in perTerm {
      postings += found
      starts.append(postings.count)
    }
  }

  /// The passages of one kind about a question, best first; the fallback passages when none is.
  ///
  /// - Parameter background: What was said before. Its words count a quarter.
  func hits(for question: String, background: String, kind: Passage.Kind, limit: Int) -> [Hit] {
    var scores = [Double](repeating: 0, count: kinds.count)
    let asked = terms.numbers(in: question)
    var weights = (asked: 0.0, known: 0.0)
    for term in asked {
      let weight = weight(of: term)
      weights.asked += weight
      if add(term, weight: weight, kind: kind, to: &scores) { weights.known += weight }
    }
    // A question most of whose words are strange is about something else.
    if weights.known < 0.34 * weights.asked { scores = scores.map { _ in 0 } }
    if scores.contains(where: { $0 > 0 }) || asked.isEmpty {
      for term in terms.numbers(in: background).subtracting(asked) where term != nil {
        _ = add(term, weight: weight(of: term) / 4, kind: kind, to: &scores)
      }
    }
    for word in [asked.isEmpty ? Self.help : Self.fallback, Self.fallback]
    where scores.allSatisfy({ $0 == 0 }) {
      for term in terms.numbers(in: word) {
        _ = add(term, weight: weight(of: term), kind: kind, to: &scores)
      }
    }
    let matches = scores
    for term in terms.numbers(in: Self.definition) {
      _ = add(term, weight: weight(of: term) / 2, kind: kind, to: &scores)
    }
    for passage in matches.indices where matches[passage] == 0 { scores[passage] = 0 }
    let hits = scores.indices.filter { scores[$0] > 0 }.map { Hit(passage: $0, score: scores[$0]) }
    return Array(hits.sorted { ($1.score, $0.passage) < ($0.score, $1.passage) }.prefix(limit))
  }

  /// Adds a term's part of the scores. Returns whether a passage of the kind holds the term.
  private func add(
    _ term: Int?, weight: Double, kind: Passage.Kind, to scores: inout [Double]
  ) -> Bool {
    guard let term else { return false }
    let mean = Double(lengths.reduce(0, +)) / Double(lengths.count)
    var isKnown = false
    for posting in postings[starts[term]..<starts[term + 1]] {
      let passage = Int(posting.passage)
      guard kinds[passage] == kind else { continue }
      isKnown = true
      let count = Double(posting.count)
      let length = 0.5 + 0.5 * Double(lengths[passage]) / mean
      scores[passage] += weight * count * 2.2 / (count + 1.2 * length)
      if subjects[passage] == term { scores[passage] += weight }
    }
    return isKnown
  }

  /// How much a term tells: the fewer passages hold it, the more. An unknown one tells a little.
  private func weight(of term: Int?) -> Double {
    guard let term else { return 2 }
    let holders = Double(starts[term + 1] - starts[term])
    return log(1 + (Double(kinds.count) - holders + 0.5) / (holders + 0.5))
  }
}
