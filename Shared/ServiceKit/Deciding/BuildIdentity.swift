public import Events
import Glibc

/// Names the program that runs, by the bytes of its executable.
public enum BuildIdentity {
  /// The first half of the SHA-256 of the executable; zero when it cannot be read.
  public static let current: Identifier = {
    guard let bytes = try? WholeFile.read("/proc/self/exe", limit: 256 << 20) else { return .zero }
    return Identifier(hashOf: bytes)
  }()
}
