import Glibc

/// A look at the frames of a write-ahead log, which SQLite keeps beside a segment.
///
/// SQLite ends it without a word at the first frame that does not fit: after a crash that is the
/// torn end of the last transaction. But each commit is synchronised before the next transaction
/// begins, so frames of a later transaction behind such a frame say that it was whole once and was
/// changed since; what follows it was acknowledged, and would be lost.
struct WriteAheadLog {
  private let bytes: [UInt8]
  private let pageBytes: Int
  private let isBigEndian: Bool

  private static let headerBytes = 32
  private static let frameHeaderBytes = 24

  /// The number of the first frame that was changed, from 1; 0 for the header; nil when none was.
  ///
  /// A writer may be at work meanwhile: a frame that is being written counts only when it is found
  /// again.
  static func changedFrame(besideSegment path: String) throws(LogError) -> Int? {
    var found: Int?
    for attempt in 0..<4 {
      guard let frame = try WriteAheadLog(path + "-wal")?.changedFrame else { return nil }
      if attempt > 0, frame != found { return nil }
      found = frame
      usleep(5_000)
    }
    return found
  }

  /// Reads the file; nil when it is missing, empty or of zeros only, as before the first commit.
  private init?(_ path: String) throws(LogError) {
    guard let bytes = try wholeFile(path), bytes.count > Self.headerBytes,
      bytes.prefix(Self.headerBytes).contains(where: { $0 != 0 })
    else { return nil }
    self.bytes = bytes
    isBigEndian = bytes[3] & 1 == 1
    let size = Self.word(bytes, 8)
    pageBytes = (512...65_536).contains(size) ? Int(size) : 4_096
  }

  private var frames: Int {
    (bytes.count - Self.headerBytes) / (Self.frameHeaderBytes + pageBytes)
  }

  private var changedFrame: Int? {
    var sum = Checksum()
    sum.add(bytes, 0..<24, isBigEndian: isBigEndian)
    guard sum.isStored(in: bytes, at: 24) else { return 0 }
    for frame in 0..<frames {
      let start = start(of: frame)
      let page = start + Self.frameHeaderBytes
      sum.add(bytes, start..<start + 8, isBigEndian: isBigEndian)
      sum.add(bytes, page..<page + pageBytes, isBigEndian: isBigEndian)
      if !isOfThisRound(frame) || !sum.isStored(in: bytes, at: start + 16) {
        return isFollowedByLaterCommits(frame) ? frame + 1 : nil
      }
    }
    return nil
  }

  private func start(of frame: Int) -> Int {
    Self.headerBytes + frame * (Self.frameHeaderBytes + pageBytes)
  }

  /// Whether the frame was written since the file was last begun anew.
  private func isOfThisRound(_ frame: Int) -> Bool {
    let start = start(of: frame)
    return bytes[start + 8..<start + 16] == bytes[16..<24]
  }

  /// Whether a transaction ends at or behind the frame, and another one follows it.
  private func isFollowedByLaterCommits(_ frame: Int) -> Bool {
    var commits = 0
    for later in frame..<frames where isOfThisRound(later) {
      if commits > 0 { return true }
      if Self.word(bytes, start(of: later) + 4) > 0 { commits += 1 }
    }
    return false
  }

  fileprivate static func word(_ bytes: [UInt8], _ place: Int) -> UInt32 {
    UInt32(bytes[place]) << 24 | UInt32(bytes[place + 1]) << 16 | UInt32(bytes[place + 2]) << 8
      | UInt32(bytes[place + 3])
  }
}

/// The running sum over a write-ahead log, as SQLite's file format defines it.
private struct Checksum {
  private var first: UInt32 = 0
  private var second: UInt32 = 0

  mutating func add(_ bytes: [UInt8], _ range: Range<Int>, isBigEndian: Bool) {
    precondition(range.count % 8 == 0 && range.upperBound <= bytes.count)
    var (a, b) = (first, second)
    unsafe bytes.withUnsafeBytes { bytes in
      var place = range.lowerBound
      while place < range.upperBound {
        let x = unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)
        let y = unsafe bytes.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self)
        a = a &+ (isBigEndian ? x.bigEndian : x.littleEndian) &+ b
        b = b &+ (isBigEndian ? y.bigEndian : y.littleEndian) &+ a
        place += 8
      }
    }
    (first, second) = (a, b)
  }

  func isStored(in bytes: [UInt8], at place: Int) -> Bool {
    first == WriteAheadLog.word(bytes, place) && second == WriteAheadLog.word(bytes, place + 4)
  }
}

/// All bytes of a file; nil when there is none.
private func wholeFile(_ path: String) throws(LogError) -> [UInt8]? {
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else {
    if errno == ENOENT { return nil }
    throw .system(call: "open", path: path, code: errno)
  }
  defer { close(descriptor) }
  var status = stat()
  guard unsafe fstat(descriptor, &status) == 0 else {
    throw .system(call: "fstat", path: path, code: errno)
  }
  var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
  var done = 0
  while done < bytes.count {
    let count = unsafe bytes.withUnsafeMutableBytes {
      unsafe pread(descriptor, $0.baseAddress! + done, $0.count - done, off_t(done))
    }
    guard count >= 0 else { throw .system(call: "pread", path: path, code: errno) }
    if count == 0 { break }  // it has been cut meanwhile
    done += count
  }
  bytes.removeLast(bytes.count - done)
  return bytes
}
