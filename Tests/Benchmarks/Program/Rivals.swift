import Events
import Glibc
import IndicatorCore
import ServiceKit

/// Other programs that compute the core indicators over the same candles.
struct Rivals {
  /// The candles as columns of doubles.
  let file: String
  let directory: String

  /// `Rivals/core.c` over the candles; nil, and said, when it was not built.
  func plainC(runs: Int) throws -> AnalysisSection.Result? {
    try result(of: "rivals/core", [file, "\(runs)"], skipping: 0)
  }

  /// TA-Lib's C functions over the candles, called from Python.
  func taLib(runs: Int) throws -> AnalysisSection.Result? {
    // Its arrays come from memory that is kept: touching new pages is no part of the functions.
    unsafe setenv("MALLOC_MMAP_THRESHOLD_", "1000000000", 1)
    unsafe setenv("MALLOC_TRIM_THRESHOLD_", "10000000000", 1)
    unsafe setenv("MALLOC_TOP_PAD_", "200000000", 1)
    return try result(
      of: "rivals/python/bin/python", ["\(Child.folder)/rivals/core_talib.py", file, "\(runs)"],
      skipping: 12)
  }

  /// The first line is the time, then come lines to print, then the last values.
  private func result(
    of program: String, _ arguments: [String], skipping count: Int
  ) throws -> AnalysisSection.Result? {
    guard unsafe access("\(Child.folder)/\(program)", X_OK) == 0 else {
      print("  \(program) is missing: `make bench` builds it")
      return nil
    }
    let log = "\(directory)/rival"
    let code = try Child(program, arguments, log: log).wait()
    let lines = text(of: log).split(separator: "\n")
    guard code == 0, let time = lines.first.flatMap({ Double($0) }), lines.count > count else {
      throw ChildError.notReady(program, log: lines.joined(separator: "; "))
    }
    for line in lines.dropFirst().prefix(count) { print("    \(line)") }
    return AnalysisSection.Result(
      nanoseconds: time, last: lines.dropFirst(1 + count).compactMap { Double($0) })
  }
}

/// Lends the rivals a file with the candles.
func withRivals(_ bars: [Candle], _ body: (Rivals) throws -> Void) throws {
  try withDirectory { directory in
    let file = "\(directory.path)/bars"
    guard let handle = unsafe fopen(file, "wb") else {
      throw ChildError.notStarted(file, code: errno)
    }
    for column in [\Candle.open, \.high, \.low, \.close, \.volume] {
      let values = bars.map { $0[keyPath: column] }
      unsafe fwrite(values, MemoryLayout<Double>.stride, values.count, handle)
    }
    unsafe fclose(handle)
    try body(Rivals(file: file, directory: directory.path))
  }
}

/// What a file holds; nothing when it is not there.
func text(of path: String) -> String {
  guard let file = unsafe fopen(path, "r") else { return "" }
  defer { unsafe fclose(file) }
  var bytes: [UInt8] = []
  while case let byte = unsafe fgetc(file), byte != EOF { bytes.append(UInt8(byte)) }
  return String(decoding: bytes, as: UTF8.self)
}
