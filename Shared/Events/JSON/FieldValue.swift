/// Something that is shown the fields of a value one by one, in their order.
///
/// A writer, a reader and the maker of JSON Schemas are visitors; so one list of fields, the
/// `fields` method of a payload, declares how it is written, read and described.
public protocol FieldVisitor: ~Copyable, ~Escapable {
  mutating func field<Value: FieldValue>(_ name: StaticString, _ value: inout Value)
}

/// A value that may stand in the payload of an event.
public protocol FieldValue: Sendable, Hashable {
  /// What a reader starts from.
  init()

  /// Writes the value's one canonical form.
  func write(to writer: inout JSONWriter)

  /// Replaces the value by what the reader finds, or fails the reader.
  mutating func read(from reader: inout JSONReader)

  /// The JSON Schema of the form.
  static var schema: Schema { get }
}

/// A value made of named fields: the payload of an event, or an object within one.
public protocol Fields: FieldValue {
  /// Shows every stored property to the visitor, in the order of their declaration.
  mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(_ visitor: inout Visitor)
}

extension Fields {
  public func write(to writer: inout JSONWriter) {
    var copy = self
    let opening = writer.count
    copy.fields(&writer)
    writer.close(opening, "{", "}")
  }

  public mutating func read(from reader: inout JSONReader) {
    reader.beginObject()
    fields(&reader)
    reader.endObject()
  }

  public static var schema: Schema {
    var visitor = SchemaVisitor()
    var blank = Self()
    blank.fields(&visitor)
    return .object(visitor.properties)
  }
}
