/// An enumeration whose raw value is the text in the log: plain ASCII of at most 31 bytes.
public protocol Symbol: FieldValue, RawRepresentable, CaseIterable where RawValue == String {
  /// The words of the type, for its reader: `static let vocabulary = Vocabulary<Self>()`.
  static var vocabulary: Vocabulary<Self> { get }
}

/// The words of an enumeration in a form that is compared without making strings.
public struct Vocabulary<Word: Symbol>: Sendable {
  private let entries: [(name: Name, word: Word)]

  public init() {
    entries = Word.allCases.map { word in
      guard let name = Name(word.rawValue), name.isPlain else {
        preconditionFailure("not a word for the log: \(word.rawValue)")
      }
      return (name, word)
    }
  }

  /// The word that has this text.
  @inline(__always)
  func word(_ name: Name) -> Word? {
    for entry in entries where entry.name == name { return entry.word }
    return nil
  }
}

extension Symbol {
  public init() {
    guard let first = Self.allCases.first else { preconditionFailure("a symbol has cases") }
    self = first
  }

  public func write(to writer: inout JSONWriter) { writer.plain(rawValue) }

  public mutating func read(from reader: inout JSONReader) {
    let opening = reader.position
    let name = reader.name()
    guard reader.isValid else { return }
    guard let word = Self.vocabulary.word(name) else {
      return reader.refuse(at: opening, "a known word")
    }
    self = word
  }

  public static var schema: Schema { .oneOf(allCases.map(\.rawValue)) }
}
