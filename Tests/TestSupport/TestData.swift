public import Foundation
import Testing

/// Recorded candles and reference values, which are not part of the project.
public enum TestData {
  /// The folder named by `MARTLET_TEST_DATA`, or the one beside the package; nil when absent.
  public static let folder: String? = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let named = ProcessInfo.processInfo.environment["MARTLET_TEST_DATA"]
    let folder = named ?? root.appending(path: "../shared").standardized.path
    return FileManager.default.fileExists(atPath: folder + "/vectors") ? folder : nil
  }()

  /// Whether the folder is there; says so in the output when it is not.
  public static let isPresent: Bool = {
    if folder == nil { print("skipped: no test data, set MARTLET_TEST_DATA") }
    return folder != nil
  }()

  /// The bytes of a gzip file.
  public static func bytes(_ path: String) throws -> Data {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", try #require(folder) + "/" + path]
    process.standardOutput = pipe
    try process.run()
    let data = try #require(try pipe.fileHandleForReading.readToEnd())
    process.waitUntilExit()
    return data
  }

  /// The rows of a gzip table by the names of its columns.
  public static func table(_ path: String) throws -> Table {
    let lines = String(decoding: try bytes(path), as: UTF8.self).split(separator: "\n")
    let columns = lines[0].split(separator: ",").map(String.init)
    let rows = lines.dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return Table(columns: columns, rows: Array(rows))
  }
}

/// A table of text by the names of its columns.
public struct Table: Sendable {
  public var columns: [String]
  public var rows: [[String]]

  /// The cells of a column.
  public func texts(_ column: String) throws -> [String] {
    let index = try #require(columns.firstIndex(of: column))
    return rows.map { $0[index] }
  }

  /// The numbers of a column; nil for an empty cell.
  public func numbers(_ column: String) throws -> [Double?] { try texts(column).map { Double($0) } }
}
