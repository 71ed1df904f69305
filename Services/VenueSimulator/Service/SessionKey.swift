import ServiceKit
import VenueSimulatorBybit
import VenueSimulatorCore

/// The key of a session's own account, which whoever trades in the session reads from its file.
enum SessionKey {
  /// The key that the data directory holds; a new one if it holds none.
  static func key(in directory: DataDirectory) throws -> APIKey {
    if let bytes = try directory.simulatedKey() {
      guard let tree = try? JSONTree(reading: bytes), let key = tree["key"]?.scalar,
        let secret = tree["secret"]?.scalar
      else { throw BadKeyFile(path: directory.simulatedKeyFile) }
      return APIKey(key: key, secret: secret)
    }
    let key = APIKey(key: word(letters: 18), secret: word(letters: 36))
    let tree: JSONTree = ["key": .text(key.key), "secret": .text(key.secret)]
    try directory.keepSimulatedKey(tree.string)
    return key
  }

  private static func word(letters: Int) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    var random = SystemRandomNumberGenerator()
    return String((0..<letters).map { _ in alphabet[Int(random.next(upperBound: UInt64(62)))] })
  }

  private struct BadKeyFile: ServiceFailure {
    let path: String
    var sentence: String { "\(path) does not hold a key and a secret; remove it for a new one." }
    var exitCode: ExitCode { .configuration }
  }
}
