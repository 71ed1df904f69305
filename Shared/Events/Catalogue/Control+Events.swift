/// From here on everybody works by this configuration.
public struct ConfigurationApplied: Payload {
  public var configuration = Configuration()

  public init() {}

  public init(configuration: Configuration) {
    self.configuration = configuration
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("configuration", &configuration)
  }

  public static var type: EventType { .configurationApplied }
  public var subject: Name { "configuration" }
}

/// A person wants no new exposure.
public struct HaltRequested: Payload {
  public var reason = Name()
  /// Whether everything is to be closed at once.
  public var flatten: Bool = false

  public init() {}

  public init(reason: Name, flatten: Bool = false) {
    self.reason = reason
    self.flatten = flatten
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("reason", &reason)
    visitor.field("flatten", &flatten)
  }

  public static var type: EventType { .haltRequested }
  public var subject: Name { "operator" }
}

/// A person lets trading go on.
public struct ResumeRequested: Payload {
  public var reason = Name()

  public init() {}

  public init(reason: Name) {
    self.reason = reason
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("reason", &reason)
  }

  public static var type: EventType { .resumeRequested }
  public var subject: Name { "operator" }
}
