import Events

/// Where the files of a log are.
struct LogDirectory: Sendable, Hashable {
  /// The data directory of the session.
  let root: String

  /// The directory of the segments.
  var log: String { root + "/log" }
  var lock: String { log + "/lock" }

  func segment(first: SequenceNumber) -> String { "\(log)/\(digits(first)).segment" }

  /// Where a segment is made before it gets its name.
  func unborn(first: SequenceNumber) -> String { "\(log)/\(digits(first)).new" }

  /// The first sequence numbers of the segments, ascending; nil when there is no directory.
  func segments() -> [SequenceNumber]? {
    guard let names = namesOfDirectory(log) else { return nil }
    return names.compactMap { name in
      guard name.hasSuffix(".segment") else { return nil }
      let stem = name.dropLast(".segment".count)
      return stem.utf8.count == 20 ? SequenceNumber(stem) : nil
    }
  }

  /// Files that a crash left behind before they became a segment.
  func unbornFiles() -> [String] {
    (namesOfDirectory(log) ?? []).filter { $0.contains(".new") }.map { "\(log)/\($0)" }
  }

  private func digits(_ seq: SequenceNumber) -> String {
    let text = String(seq)
    return String(repeating: "0", count: 20 - text.utf8.count) + text
  }
}
