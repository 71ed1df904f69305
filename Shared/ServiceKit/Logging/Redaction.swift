/// What never stands in a log: the values of some fields, and some texts wherever they appear.
public struct Redaction: Sendable {
  /// Fields whose values are hidden, by name.
  public var fields: Set<String>
  /// Texts that are hidden in messages and values.
  public var secrets: [String]

  public init(
    fields: Set<String> = ["password", "passphrase", "secret", "token", "apiKey", "signature"],
    secrets: [String] = []
  ) {
    self.fields = fields
    // A very short secret would hide half of every line, and would be told by what is missing.
    self.secrets = secrets.filter { $0.utf8.count >= 4 }
  }

  /// What stands in place of a secret.
  public static let mark = "[redacted]"

  func clean(_ text: String) -> String {
    var result = text
    for secret in secrets { result = result.replacing(secret, with: Self.mark) }
    return result
  }

  func clean(_ value: LogValue, of field: String) -> LogValue {
    if fields.contains(field) { return .words(Self.mark) }
    if case .words(let text) = value, !secrets.isEmpty { return .words(clean(text)) }
    return value
  }
}
