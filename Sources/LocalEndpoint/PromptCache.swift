/// The prompts of earlier requests, by which a request knows how much of it was read before.
struct PromptCache {
  private var prompts: [[TokenID]] = []

  /// How many prompts are remembered.
  private static let capacity = 16

  /// The number of tokens that a prompt begins with like an earlier one; remembers the prompt.
  ///
  /// The last token always has to be read.
  mutating func commonPrefix(adding prompt: [TokenID]) -> Int {
    let lengths = prompts.map { earlier in
      zip(earlier, prompt).prefix { $0 == $1 }.count
    }
    if let same = lengths.firstIndex(of: prompt.count), prompts[same].count == prompt.count {
      prompts.remove(at: same)
    }
    prompts.append(prompt)
    if prompts.count > Self.capacity { prompts.removeFirst() }
    return min(lengths.max() ?? 0, prompt.count - 1)
  }
}
