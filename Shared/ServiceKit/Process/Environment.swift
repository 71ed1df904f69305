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
}
