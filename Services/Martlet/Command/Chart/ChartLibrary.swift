import Glibc
import ServiceKit

/// The text of TradingView's Lightweight Charts, which every page carries with it.
struct ChartLibrary {
  let script: String

  /// Its name below a folder of shared files.
  static let place = "share/martlet/lightweight-charts.js"

  /// Reads the library at a path; without one, the one that was installed for this executable.
  init(at path: String?) throws {
    guard let path = path ?? ChartLibrary.installed else {
      throw CommandFailure(
        "The chart library is not installed; run `make chart-library`, or name a file with "
          + "--library.", .configuration)
    }
    try self.init(TextFile.read(path, limit: 8 << 20), from: path)
  }

  /// Takes the text of a library, unless it cannot be one.
  init(_ script: String, from path: String) throws {
    guard script.contains("TradingView Lightweight Charts™ v5.") else {
      throw CommandFailure(
        "\(path) is not TradingView's Lightweight Charts 5, standalone.", .configuration)
    }
    let lowercase = script.lowercased()
    guard !lowercase.contains("</script"), !lowercase.contains("<!--") else {
      throw CommandFailure(
        "\(path) cannot stand inside a page: it holds a mark of HTML.", .configuration)
    }
    // A browser drops these before it compares a script with the digest that the page states.
    self.script = String(decoding: script.utf8.filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
  }

  /// Beside the folder of the executable, or one above: where `make` and packages put it.
  private static var installed: String? {
    guard let path = unsafe realpath("/proc/self/exe", nil) else { return nil }
    defer { unsafe free(path) }
    var folder = unsafe String(cString: path)
    for _ in 0..<3 {
      guard let slash = folder.lastIndex(of: "/") else { return nil }
      folder = String(folder[..<slash])
      let candidate = "\(folder)/\(place)"
      if unsafe access(candidate, R_OK) == 0 { return candidate }
    }
    return nil
  }
}
