import EventLog
import Events
import ServiceKit

/// Which events are wanted: of these topics or types, about this subject.
struct EventFilter {
  private let types: Set<EventType>?
  private let subjects: Set<Name>?

  /// Whether every event is wanted.
  var isOpen: Bool { types == nil && subjects == nil }

  static let options: [CommandOption] = [
    CommandOption("topic", .text("TOPIC"), "Only events of this topic.", repeats: true),
    CommandOption("type", .text("TYPE"), "Only events of this type.", repeats: true),
    CommandOption(
      "subject", .text("SUBJECT"), "Only events about this: an instrument, an account.",
      repeats: true),
  ]

  init(_ invocation: Invocation) throws {
    var types: Set<EventType> = []
    for text in invocation.texts("topic") {
      let topic = try known("topic", text, in: Topic.allCases, invocation)
      types.formUnion(EventType.allCases.filter { $0.topic == topic })
    }
    for text in invocation.texts("type") {
      types.insert(try known("type", text, in: EventType.allCases, invocation))
    }
    self.types = invocation.has("topic") || invocation.has("type") ? types : nil
    let subjects = try invocation.texts("subject").map { text in
      guard let name = Name(text[...]) else {
        throw UsageError(
          .badValue(option: "subject", given: text, expected: "at most 31 bytes"),
          help: "martlet help \(invocation.verb)")
      }
      return name
    }
    self.subjects = subjects.isEmpty ? nil : Set(subjects)
  }

  func wants(_ row: borrowing LogRow) throws(LogError) -> Bool {
    if let types, !types.contains(try row.type()) { return false }
    if let subjects, !subjects.contains(try row.subject()) { return false }
    return true
  }
}

/// The case that a word names, whatever its capitals; or what may have been meant.
func known<Word: RawRepresentable & CaseIterable>(
  _ what: String, _ text: String, in words: [Word], _ invocation: Invocation
) throws(UsageError) -> Word where Word.RawValue == String {
  if let word = words.first(where: { $0.rawValue.lowercased() == text.lowercased() }) {
    return word
  }
  let near = Suggestion.nearest(to: text, among: words.map(\.rawValue))
  let hint = near.map { "; did you mean \($0)?" } ?? "; see: martlet events."
  throw UsageError(
    .other("There is no \(what) \"\(text)\"\(hint)"), help: "martlet help \(invocation.verb)")
}
