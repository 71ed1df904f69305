/// The fields of one type of event.
public protocol Payload: Fields {
  static var type: EventType { get }

  /// What the event is about: an instrument, an account, a service.
  var subject: Name { get }

  /// The setup or command that the event belongs to.
  var correlation: Identifier? { get }
}

extension Payload {
  public var correlation: Identifier? { nil }
}

extension JSONReader {
  /// Reads a whole payload.
  @inline(__always)
  mutating func payload<Value: Payload>() -> Value {
    var value = Value()
    value.read(from: &self)
    return value
  }
}
