public import Events
import Quantities

/// One field of an event, for people.
public struct Detail: Sendable, Hashable {
  public let name: String
  public let text: String
}

extension Event {
  /// The fields that say something, in their order: without what is absent, without the subject.
  public var details: [Detail] {
    var reader = DetailReader(subject: subject.description)
    reader.read(payload)
    return reader.details
  }
}

/// A visitor that writes fields as people read them.
private struct DetailReader: FieldVisitor {
  let subject: String
  private(set) var details: [Detail] = []

  init(subject: String) { self.subject = subject }

  mutating func read<Value: Payload>(_ payload: Value) {
    var copy = payload
    copy.fields(&self)
  }

  mutating func field<Value: FieldValue>(_ name: StaticString, _ value: inout Value) {
    guard let text = text(of: value), text != subject, !text.isEmpty else { return }
    details.append(Detail(name: name.description, text: text))
  }

  /// The text of a value; nil when there is nothing to say.
  private func text(of value: some FieldValue) -> String? {
    switch value as Any {
    case let instant as Instant: return instant.description
    case let instant as Instant?: return instant?.description
    case let identifier as Identifier: return identifier.short
    case let identifier as Identifier?: return identifier?.short
    case let number as Double: return number.short
    case let number as Double?: return number?.short
    case let level as Level:
      return "\(level.id.short) \(level.kind.rawValue) \(level.phase.rawValue) "
        + "\(level.low.short)–\(level.high.short), \(level.tests) tests, \(level.breaks) breaks"
    case let markers as MarkerSet:
      return markers.isEmpty ? nil : markers.markers.map(\.rawValue).joined(separator: ", ")
    case let levels as [Level]: return "\(levels.count) of them"
    case let postings as [Posting]:
      return postings.map { "\($0.account)/\($0.kind.rawValue) \($0.amount) \($0.asset)" }
        .joined(separator: ", ")
    default: return json(of: value)
    }
  }

  /// The canonical form, without the quotes of a text.
  private func json(of value: some FieldValue) -> String? {
    var writer = JSONWriter()
    value.write(to: &writer)
    let text = String(decoding: writer.bytes, as: UTF8.self)
    if text == "null" || text == "[]" { return nil }
    if text.hasPrefix("\""), text.hasSuffix("\""), text.utf8.count >= 2 {
      return String(text.dropFirst().dropLast())
    }
    return text.utf8.count > 200 ? String(text.prefix(197)) + "…" : text
  }
}
