/// "Did you mean …?" for mistyped words.
public enum Suggestion {
  /// The known word that is nearest to `word`, if one is near enough to be meant.
  public static func nearest(to word: String, among known: [String]) -> String? {
    let wanted = Array(word.lowercased())
    guard !wanted.isEmpty else { return nil }
    var best: (word: String, distance: Int)?
    for candidate in known.sorted() {
      let letters = Array(candidate.lowercased())
      // The beginning of a long word is meant as that word.
      let begins = wanted.count >= 3 && letters.starts(with: wanted)
      let distance = begins ? 1 : distance(wanted, letters)
      guard distance <= max(1, max(wanted.count, letters.count) / 3) else { continue }
      if best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
    }
    return best?.word
  }

  /// Letters to insert, delete, replace or swap with the neighbour (optimal string alignment).
  static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var row = [i + 1] + [Int](repeating: 0, count: b.count)
      for j in 0..<b.count {
        row[j + 1] = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
          row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1)
        }
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
