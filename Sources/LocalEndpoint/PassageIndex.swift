import Glibc

/// Finds the passages that a question is about, by the words they share (BM25).
///
/// A word in a passage's header counts like three in its text, and the first one, which names the
/// subject, counts once more by itself. Of passages that fit alike, those whose header has the word
/// "definition" come first, unless the question asks how or where to do something.
///
/// Robertson, Zaragoza: The Probabilistic Relevance Framework: BM25 and Beyond (2009).
struct PassageIndex: Sendable {
  /// A passage by its number, and how well it fits. Scores compare within one question only.
  struct Hit: Sendable {
    var passage: Int
    var score: Double
  }

  private struct Entry: Sendable {
    var kind: Passage.Kind
    /// The first term of the header.
    var subject: Int?
    var isDefinition: Bool
    var length: Double
  }

  private struct Posting: Sendable {
    var passage: UInt16
    var count: UInt16
  }

  private let terms: TermList
  private let entries: [Entry]
  private let meanLength: Double
  /// The postings of all terms, those of one term side by side.
  private var postings: [Posting] = []
  /// For every term where its postings start, and one more.
  private var starts: [Int] = [0]

  /// The header word of passages that fit when nothing else does.
  static let fallback = "otherwise"
  /// The header word of passages that fit a question which says nothing.
  static let help = "help"

  init(_ passages: [Passage]) {
    var terms = TermList()
    let headers = passages.map { terms.insert($0.header) }
    let found = zip(headers, passages).map { header, passage in
      header + header + header + terms.insert(passage.text)
    }
    let definition = terms.insert("definition").first
    self.terms = terms
    entries = passages.indices.map { passage in
      Entry(
        kind: passages[passage].kind, subject: headers[passage].first,
        isDefinition: headers[passage].contains { $0 == definition },
        length: Double(found[passage].count))
    }
    meanLength = entries.reduce(0) { $0 + $1.length } / Double(max(1, entries.count))
    var perTerm = Array(repeating: [Posting](), count: terms.count)
    for (passage, numbers) in found.enumerated() {
      for number in numbers {
        if let last = perTerm[number].indices.last, perTerm[number][last].passage == passage {
          perTerm[number][last].count += 1
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
  func hits(for question: String, background: String, kind: Passage.Kind) -> [Hit] {
    let asked = terms.numbers(in: question)
    var scores = scores(for: asked.known, kind: kind)
    // A question most of whose words are strange is about something else.
    let known = asked.known.filter { isKnown($0, to: kind) }
    let strangeCount = asked.known.count - known.count + asked.unknownCount
    if known.reduce(0, { $0 + weight(of: $1) }) < Double(strangeCount) { scores = [:] }
    if !scores.isEmpty {
      let said = terms.numbers(in: background).known.filter { !asked.known.contains($0) }
      for (passage, score) in self.scores(for: said, kind: kind) {
        scores[passage, default: 0] += score / 4
      }
    }
    let isEmpty = asked.known.isEmpty && asked.unknownCount == 0
    for word in [isEmpty ? Self.help : Self.fallback, Self.fallback] where scores.isEmpty {
      scores = self.scores(for: terms.numbers(in: word).known, kind: kind)
    }
    let asksHow = Self.ways.contains { question.lowercased().contains($0) }
    let hits = scores.map { passage, score in
      Hit(passage: passage, score: entries[passage].isDefinition && !asksHow ? score + 1 : score)
    }
    return hits.sorted { ($1.score, $0.passage) < ($0.score, $1.passage) }
  }

  /// What a question has that asks for a way to do something.
  private static let ways = ["how do i ", "how can i ", "how to ", "where do i ", "where can i "]

  /// Whether there are passages of a kind about a question, so that none of the fallback is needed.
  func knows(_ question: String, as kind: Passage.Kind) -> Bool {
    let asked = terms.numbers(in: question)
    let known = asked.known.filter { isKnown($0, to: kind) }
    return !known.isEmpty && 2 * known.count >= asked.known.count + asked.unknownCount
  }

  /// The scores of the passages of one kind that hold any of the terms.
  private func scores(for terms: [Int], kind: Passage.Kind) -> [Int: Double] {
    var scores: [Int: Double] = [:]
    for term in terms {
      let weight = weight(of: term)
      for posting in postings[starts[term]..<starts[term + 1]] {
        let entry = entries[Int(posting.passage)]
        guard entry.kind == kind else { continue }
        let count = Double(posting.count)
        let length = 0.5 + 0.5 * entry.length / meanLength
        let frequency = count * 2.2 / (count + 1.2 * length) + (entry.subject == term ? 1 : 0)
        scores[Int(posting.passage), default: 0] += weight * frequency
      }
    }
    return scores
  }

  /// Whether a passage of the kind holds a term.
  private func isKnown(_ term: Int, to kind: Passage.Kind) -> Bool {
    postings[starts[term]..<starts[term + 1]].contains { entries[Int($0.passage)].kind == kind }
  }

  /// How much a term tells: the fewer passages hold it, the more.
  private func weight(of term: Int) -> Double {
    let holders = Double(starts[term + 1] - starts[term])
    return log(1 + (Double(entries.count) - holders + 0.5) / (holders + 0.5))
  }
}
