/// The place of each column that a candle needs; further columns are passed over.
struct CandleColumns: Sendable, Hashable {
  static let names = ["open_time_ms", "open", "high", "low", "close", "volume"]

  /// For each column of the file the index of the name, or -1.
  let roles: [Int]

  /// Whether the rows tell their times; without them they are counted.
  var hasTimes: Bool { roles.contains(0) }

  init(header: String, path: String, reading: CandleReading) throws(CandleFileError) {
    guard header.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }) else {
      throw CandleFileError(path: path, line: 1, reason: .notText)
    }
    let columns = header.split(separator: ",", omittingEmptySubsequences: false)
    roles = columns.map { column in CandleColumns.names.firstIndex { $0 == column } ?? -1 }
    for (role, name) in CandleColumns.names.enumerated() {
      switch roles.count(where: { $0 == role }) {
      case 0
      where role == 0 && reading == .tolerant && !columns.contains(where: CandleColumns.isTime):
        break
      case 0: throw CandleFileError(path: path, line: 1, reason: .missingColumn(name))
      case 1: break
      default: throw CandleFileError(path: path, line: 1, reason: .repeatedColumn(name))
      }
    }
  }

  /// Whether a column that is not understood looks like one of times.
  private static func isTime(_ column: Substring) -> Bool {
    let name = column.lowercased()
    return ["time", "date"].contains { name.contains($0) } || ["t", "ts"].contains(name)
  }
}
