/// Why a data directory cannot be used.
public enum DataDirectoryError: ServiceFailure, Hashable {
  /// The folder that should hold the data directory does not exist.
  case parentMissing(path: String, parent: String)
  /// There is no data directory yet.
  case missing(path: String)
  /// Something else has the name.
  case notADirectory(path: String)
  /// The user may not read or write there.
  case notPermitted(path: String)
  /// The file system does not accept writing.
  case readOnly(path: String)
  /// No space is left.
  case full(path: String)
  /// Others than the owner can read the keys.
  case keysExposed(path: String, mode: UInt32)
  /// A local socket in this folder would have a longer name than the system allows.
  case pathTooLong(path: String, bytes: Int, limit: Int)
  /// Something else went wrong.
  case system(SystemError)

  public var sentence: String {
    switch self {
    case .parentMissing(let path, let parent):
      "The data directory \(path) cannot be made: the folder \(parent) does not exist."
    case .missing(let path):
      "There is no data directory \(path); name another with --data, or start one: martlet up."
    case .notADirectory(let path):
      "The data directory needs a folder at \(path), but something else is there."
    case .notPermitted(let path):
      "This user may not read and write \(path); change its owner, or name another with --data."
    case .readOnly(let path):
      "The file system that holds \(path) is read-only."
    case .full(let path):
      "The disk that holds \(path) is full; make room, then start again."
    case .keysExposed(let path, let mode):
      "Others than the owner have access to the keys in \(path) (mode "
        + "0\(String(mode, radix: 8))); close it: chmod 700 \(path)."
    case .pathTooLong(let path, let bytes, let limit):
      "The socket \(path) would have a name of \(bytes) bytes, the system allows \(limit); "
        + "name a data directory with a shorter path."
    case .system(let error):
      error.sentence
    }
  }

  public var exitCode: ExitCode {
    switch self {
    case .parentMissing, .missing, .notADirectory, .keysExposed, .pathTooLong: .configuration
    case .notPermitted, .readOnly: .configuration
    case .full, .system: .inputOutput
    }
  }
}
