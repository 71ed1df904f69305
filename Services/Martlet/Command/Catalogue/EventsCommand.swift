import Assembly
import Events
import ServiceKit

/// `martlet events`: the catalogue of all event types.
enum EventsCommand: Command {
  static let verb = Verb(
    "events", "Print the catalogue of events: what they say, who may append them, their fields.",
    details: """
      Facts are what observers saw; conclusions are what deciders made of them, and can be derived \
      again. Without TYPE all types are listed, with it the fields of one.
      """,
    options: [
      .flag("json", "Print JSON Schemas (draft 2020-12) as one document."),
      .flag("markdown", "Print the catalogue as a document."),
    ],
    operands: [Operand("TYPE", "One type, such as CandleClosed.", optional: true)])

  static func run(_ invocation: Invocation) throws -> ExitCode {
    let types =
      try invocation.operands.first.map {
        [try known("type", $0, in: EventType.allCases, invocation)]
      } ?? EventType.allCases
    let catalogue = EventCatalogue(types)
    if invocation.flag("json") {
      Program.print(catalogue.schemas)
    } else if invocation.flag("markdown") {
      Program.print(catalogue.markdown)
    } else if types.count == 1 {
      Program.print(catalogue.fields)
    } else {
      Program.print(catalogue.list)
    }
    return .ok
  }
}

/// The catalogue of some event types in its forms.
struct EventCatalogue {
  private let types: [EventType]

  init(_ types: [EventType]) { self.types = types }

  /// A line for each type under its topic.
  var list: String {
    topics.map { topic, types in
      let rows = types.map { type in
        ["  \(type.rawValue)", type.kindWord, type.ownersText, type.meaning]
      }
      return "\(topic.rawValue)\n" + Table(rows).text
    }.joined(separator: "\n")
  }

  /// Every type with its fields.
  var fields: String {
    types.map { type in
      let rows = type.properties.map { ["  \($0.name)", $0.schema.summary] }
      return "\(type.rawValue), version \(type.version): \(type.meaning)\n"
        + "A \(type.kindWord) of topic \(type.topic.rawValue), appended by \(type.ownersText).\n\n"
        + Table(rows).text
    }.joined(separator: "\n")
  }

  /// The document for readers of the project.
  var markdown: String {
    var text = "# The catalogue of events\n\n`martlet events --markdown` prints this document.\n"
    for (topic, types) in topics {
      text += "\n## \(topic.rawValue)\n"
      for type in types {
        text += "\n### \(type.rawValue)\n\n\(type.meaning) "
        text += "Version \(type.version), a \(type.kindWord) of \(type.ownersText).\n\n"
        text += "| field | form |\n|---|---|\n"
        for property in type.properties {
          text += "| `\(property.name)` | \(property.schema.summary) |\n"
        }
      }
    }
    return text
  }

  /// One JSON document with the schema of every type under `$defs`.
  var schemas: String {
    let definitions = types.map { type in
      let owners = type.owners.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
      return "\"\(type.rawValue)\":{\"title\":\"\(type.rawValue)\","
        + "\"description\":\(type.meaning.quoted),\"x-version\":\(type.version),"
        + "\"x-topic\":\"\(type.topic.rawValue)\",\"x-kind\":\"\(type.kindWord)\","
        + "\"x-owners\":[\(owners)]," + type.schema.json.dropFirst()
    }
    return #"{"$schema":"https://json-schema.org/draft/2020-12/schema","#
      + #""title":"Martlet events","$defs":{\#(definitions.joined(separator: ","))}}"#
  }

  private var topics: [(Topic, [EventType])] {
    Topic.allCases.compactMap { topic in
      let types = types.filter { $0.topic == topic }
      return types.isEmpty ? nil : (topic, types)
    }
  }
}

extension EventType {
  fileprivate var kindWord: String { isConclusion ? "conclusion" : "fact" }

  fileprivate var ownersText: String {
    if owners == Producer.allCases { return "every service" }
    if owners == Producer.deciders { return "every decider" }
    return owners.map(\.rawValue).joined(separator: ", ")
  }

  fileprivate var properties: [(name: String, schema: Schema)] {
    if case .object(let properties) = schema { properties } else { [] }
  }
}
