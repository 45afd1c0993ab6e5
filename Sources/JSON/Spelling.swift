/// Finds the word that another one may be a slip of.
public enum Spelling {
  /// The known word that differs in nothing but case and underscores, or else in a letter or two; nil for
  /// words of up to three letters, which are near to too much, and where there is none.
  public static func nearest(to word: String, among known: [String]) -> String? {
    let bare = plain(word)
    guard bare.count > 3 else { return nil }
    let tolerance = bare.count > 6 ? 2 : 1
    return known.first { plain($0) == bare }
      ?? known.first {
        // Words of other lengths are further away than that.
        abs(plain($0).count - bare.count) <= tolerance && distance(plain($0), bare) <= tolerance
      }
  }

  private static func plain(_ text: String) -> [UInt8] {
    text.lowercased().utf8.filter { $0 != UInt8(ascii: "_") }
  }

  /// How many bytes have to be inserted, removed, replaced or swapped with the next one to make the one
  /// word of the other (Damerau).
  public static func distance(_ left: some Sequence<UInt8>, _ right: some Sequence<UInt8>) -> Int {
    let (left, right) = (Array(left), Array(right))
    var before: [Int] = []
    var last = Array(0...right.count)
    for i in left.indices {
      var row = [i + 1]
      for j in right.indices {
        var distance = Swift.min(
          last[j + 1] + 1, row[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          distance = Swift.min(distance, before[j - 1] + 1)
        }
        row.append(distance)
      }
      before = last
      last = row
    }
    return last[right.count]
  }
}
