/// How a log is written.
public struct LogOptions: Sendable, Hashable {
  /// A segment with this many bytes is sealed after the append that reached them.
  ///
  /// Bounds what takes longer with the size of the open segment: that append, which waits while the
  /// indexes are built (about 2 ms a MiB), a start, and lookups other than by number.
  public var segmentBytes: Int64 = 64 << 20
  /// A segment this old is sealed at the next append, in nanoseconds; nil is never.
  public var segmentAge: Int64?
  /// Ordinary appends are refused when less than this would stay free on the disk, in bytes;
  /// appends with access to the reserve may use half of it.
  public var minimumFreeBytes: Int64 = 64 << 20
  /// Whether an append waits for the disk. False is for tests and measurements only: then a power
  /// failure may lose acknowledged events.
  public var durable = true
  /// How many events at the end are checked when the log is opened.
  public var checkedTail = 256
  /// The write-ahead log is copied into its segment when it has this many bytes.
  public var checkpointBytes: Int64 = 32 << 20

  public init() {}
}
