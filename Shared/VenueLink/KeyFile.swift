import Digest
import Glibc
import Quantities
public import Venues

/// A file with the key of an account: `{"key": "…", "secret": "…"}`, readable by its owner alone.
public enum KeyFile {
  /// What is wrong with a file; never what is in it.
  public struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String
  }

  private static let limit = 64 << 10

  /// Reads a file, which must be a regular one of this user, with mode 0600 or stricter.
  public static func read(_ path: String) throws(Fault) -> Credentials {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else {
      throw Fault(description: "\(path) cannot be read: \(unsafe String(cString: strerror(errno)))")
    }
    defer { close(file) }
    try check(file, path)
    var bytes = [UInt8](repeating: 0, count: limit + 1)
    let count = unsafe Glibc.read(file, &bytes, bytes.count)
    defer { for index in bytes.indices { bytes[index] = 0 } }
    guard count >= 0, count <= limit else {
      throw Fault(description: "\(path) cannot be read, or is larger than \(limit) bytes")
    }
    let credentials: Credentials
    do throws(VenueError) {
      let root = try JSONDocument(Array(bytes[..<count])).root
      let key = try root.text("key")
      credentials = Credentials(key: key, secret: Secret(try root.text("secret")))
    } catch {
      throw Fault(
        description:
          "\(path) is not {\"key\": \"…\", \"secret\": \"…\"}: \(error.category.rawValue)")
    }
    guard !credentials.secret.isUnreadable else {
      throw Fault(
        description: "the secret in \(path) is a private key, but not of RSA or not open; give one "
          + "that `openssl pkey -in KEY.pem` shows without a passphrase")
    }
    return credentials
  }

  private static func check(_ file: Int32, _ path: String) throws(Fault) {
    var status = stat()
    guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Fault(description: "\(path) is not a regular file")
    }
    guard status.st_uid == geteuid() else {
      throw Fault(description: "\(path) belongs to another user")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw Fault(description: "\(path) can be read by others; chmod 600 it first")
    }
  }
}

/// Lets this thread rest.
func rest(for interval: Interval) {
  var wanted = timespec(
    tv_sec: Int(interval.nanoseconds / 1_000_000_000),
    tv_nsec: Int(interval.nanoseconds % 1_000_000_000))
  _ = unsafe nanosleep(&wanted, nil)
}
