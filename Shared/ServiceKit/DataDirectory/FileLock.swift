import CSys
import Glibc

/// A lock on a file that one process at a time can hold; the system frees it when that one ends.
public struct FileLock: ~Copyable {
  private let file: OpenFile

  private init(_ file: consuming OpenFile) { self.file = file }

  // Closing alone would not do: a child between fork and exec has the file open for a moment too.
  deinit { _ = flock(file.descriptor, LOCK_UN) }

  /// Replaces what the file says: who holds the lock, for those who ask.
  ///
  /// It is written in place, because a lock belongs to the file and not to its name.
  func write(_ text: String) throws(SystemError) {
    let bytes = Array(text.utf8)
    guard ftruncate(file.descriptor, 0) == 0,
      unsafe bytes.withUnsafeBytes({
        unsafe pwrite(file.descriptor, $0.baseAddress, bytes.count, 0)
      }) == bytes.count
    else { throw SystemError("write", "a lock file", number: errno) }
  }

  /// Takes the lock at `path` without waiting; nil if another process has it.
  public static func take(_ path: String) throws(SystemError) -> FileLock? {
    let file = try OpenFile.open(path, O_RDWR | O_CREAT)
    let result = csys_try_lock(file.descriptor)
    if result == EWOULDBLOCK { return nil }
    guard result == 0 else { throw SystemError("lock", path, number: result) }
    return FileLock(file)
  }
}
