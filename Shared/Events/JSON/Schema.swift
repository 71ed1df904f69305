/// The form of a value, as JSON Schema (draft 2020-12) describes it.
public indirect enum Schema: Sendable {
  case decimal
  case number
  case flag
  case integer(String)
  case text(String)
  case oneOf([String])
  case optional(Schema)
  case array(Schema)
  case object([(name: String, schema: Schema)])

  /// The word for the form in the catalogue document.
  public var summary: String {
    switch self {
    case .decimal: "decimal"
    case .number: "number"
    case .flag: "true or false"
    case .integer(let meaning): meaning == "a whole number" ? "integer" : "integer, \(meaning)"
    case .text(let meaning): meaning == "text" ? "text" : "text, \(meaning)"
    case .oneOf(let words): words.joined(separator: " · ")
    case .optional(let schema): "\(schema.summary), or null"
    case .array(let schema): "array of \(schema.summary)"
    case .object(let properties): "{ \(properties.map(\.name).joined(separator: ", ")) }"
    }
  }

  /// The schema as JSON text.
  public var json: String {
    switch self {
    case .decimal: #"{"type":"string","pattern":"^-?(0|[1-9][0-9]*)([.][0-9]*[1-9])?$"}"#
    case .number: #"{"type":"number"}"#
    case .flag: #"{"type":"boolean"}"#
    case .integer(let meaning): #"{"type":"integer","description":"\#(meaning)"}"#
    case .text(let meaning): #"{"type":"string","description":"\#(meaning)"}"#
    case .oneOf(let words):
      #"{"enum":[\#(words.map { "\"\($0)\"" }.joined(separator: ","))]}"#
    case .optional(let schema): #"{"anyOf":[\#(schema.json),{"type":"null"}]}"#
    case .array(let schema): #"{"type":"array","items":\#(schema.json)}"#
    case .object(let properties): Schema.object(properties)
    }
  }

  private static func object(_ properties: [(name: String, schema: Schema)]) -> String {
    let members = properties.map { "\"\($0.name)\":\($0.schema.json)" }.joined(separator: ",")
    let names = properties.map { "\"\($0.name)\"" }.joined(separator: ",")
    return #"{"type":"object","properties":{\#(members)},"required":[\#(names)],"#
      + #""additionalProperties":false}"#
  }
}

/// Collects the names and forms of the fields that it is shown.
struct SchemaVisitor: FieldVisitor {
  private(set) var properties: [(name: String, schema: Schema)] = []

  mutating func field<Value: FieldValue>(_ name: StaticString, _ value: inout Value) {
    properties.append((name.description, Value.schema))
  }
}
