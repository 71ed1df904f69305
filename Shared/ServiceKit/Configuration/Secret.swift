/// A text that is never shown: not in logs, not in messages, not in dumps of the configuration.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
  private let text: String

  public init(_ text: String) { self.text = text }

  /// The text itself, for the one place that needs it.
  public func reveal() -> String { text }

  public var description: String { Redaction.mark }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
