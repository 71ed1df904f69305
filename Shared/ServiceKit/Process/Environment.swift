import Glibc

/// The environment of this process.
public enum Environment {
  /// All variables by name.
  public static var current: [String: String] {
    var result: [String: String] = [:]
    var entry: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = unsafe environ
    while let text = unsafe entry.pointee {
      let line = unsafe String(cString: text)
      if let cut = line.firstIndex(of: "=") {
        result[String(line[..<cut])] = String(line[line.index(after: cut)...])
      }
      unsafe entry += 1
    }
    return result
  }

  /// The variables that hold the key of an account at a venue, and its secret.
  public static let accountKey = ["MARTLET_API_KEY", "MARTLET_API_SECRET"]

  /// Takes the key of an account out of this process; what of it is not there is left out.
  public static func takeAccountKey() -> [String: String] {
    var key: [String: String] = [:]
    for name in accountKey { key[name] = take(name) }
    return key
  }

  /// Takes a variable out of this process: no child inherits it, and the system's list of
  /// processes does not show it any more.
  public static func take(_ name: String) -> String? {
    guard let place = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: place)
    // It lies where the kernel reads /proc/PID/environ.
    unsafe place.update(repeating: 0, count: text.utf8.count)
    _ = unsafe unsetenv(name)
    return text
  }
}
