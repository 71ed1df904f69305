public import Digest
public import Events
import Glibc

/// Snapshots of deciders' states in files of their own: a cache, deletable at any time.
///
/// A file gets its name only when it is whole and durable. What is torn, of another log or of
/// another version is passed over.
public struct SnapshotStore: Sendable {
  private let folder: String

  /// The snapshots of the session in a data directory.
  public init(directory: String) { folder = directory + "/snapshots" }

  /// Writes a snapshot, durably, and removes older ones of the producer but for `keeping`.
  public func save(_ snapshot: Snapshot, keeping: Int = 2) throws(LogError) {
    precondition(!snapshot.version.utf8.contains(UInt8(ascii: "\n")), "a version is one line")
    try makeDirectory(folder)
    let path = "\(folder)/\(name(snapshot.producer, snapshot.seq))"
    try write(snapshot.fileBytes, to: path + ".new")
    guard unsafe rename(path + ".new", path) == 0 else {
      throw .system(call: "rename", path: path, code: errno)
    }
    try synchronizeDirectory(folder)
    for seq in seqs(of: snapshot.producer).dropLast(max(1, keeping)) {
      try removeIfPresent("\(folder)/\(name(snapshot.producer, seq))")
    }
  }

  /// The newest snapshot of a producer that fits, up to an event; nil when there is none.
  ///
  /// - Parameters:
  ///   - version: what made the state, as in `Snapshot.version`; others are passed over.
  ///   - chainAt: the chain of an event in the log at hand, nil when it has no such event.
  public func latest(
    for producer: Producer, atMost last: SequenceNumber = .max, version: String,
    chainAt: (SequenceNumber) -> Digest256?
  ) -> Snapshot? {
    for seq in seqs(of: producer).reversed() where seq <= last {
      guard let bytes = read("\(folder)/\(name(producer, seq))"),
        let snapshot = Snapshot(fileBytes: bytes), snapshot.producer == producer,
        snapshot.seq == seq, snapshot.version == version, chainAt(seq) == snapshot.chain
      else { continue }
      return snapshot
    }
    return nil
  }

  private func name(_ producer: Producer, _ seq: SequenceNumber) -> String {
    "\(producer.rawValue)-\(seq).snapshot"
  }

  /// The numbers of the snapshots of a producer, ascending.
  private func seqs(of producer: Producer) -> [SequenceNumber] {
    let prefix = producer.rawValue + "-"
    let seqs: [SequenceNumber] = (namesOfDirectory(folder) ?? []).compactMap { name in
      guard name.hasPrefix(prefix), name.hasSuffix(".snapshot") else { return nil }
      return SequenceNumber(name.dropFirst(prefix.utf8.count).dropLast(".snapshot".utf8.count))
    }
    return seqs.sorted()
  }

  private func write(_ bytes: [UInt8], to path: String) throws(LogError) {
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw .system(call: "open", path: path, code: errno) }
    defer { close(file) }
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(file, buffer.baseAddress! + done, buffer.count - done)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw .system(call: "write", path: path, code: errno)
      }
      done += count
    }
    guard fsync(file) == 0 else { throw .system(call: "fsync", path: path, code: errno) }
  }

  private func read(_ path: String) -> [UInt8]? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0, status.st_size > 0 else { return nil }
    let size = Int(status.st_size)
    var complete = true
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let got = unsafe Glibc.read(file, buffer.baseAddress! + count, size - count)
        if got < 0 && errno == EINTR { continue }
        if got <= 0 { break }
        count += got
      }
      complete = count == size
    }
    return complete ? bytes : nil
  }
}
