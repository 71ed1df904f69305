import Quantities
import ServiceKit
import VenueSimulatorCore

/// Files of candles: a line of names, then a line for each candle, apart in time by one length.
enum RecordedFile {
  /// Why a file is not one.
  struct Fault: ServiceFailure {
    let path: String
    let line: Int
    var sentence: String {
      "\(path), line \(line): not `open_time_ms,open,high,low,close,volume`, evenly apart."
    }
    var exitCode: ExitCode { .configuration }
  }

  /// Reads `COIN=FILE`.
  static func recording(_ argument: String) throws -> Recording {
    let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { throw Fault(path: argument, line: 0) }
    var times: [Int64] = []
    var bars: [Recording.Bar] = []
    let lines = try TextFile.text(of: parts[1]).split(separator: "\n")
    for (number, line) in lines.enumerated().dropFirst() {
      let cells = line.split(separator: ",")
      guard cells.count >= 6, let time = Int64(cells[0]), let open = Price(cells[1]),
        let high = Price(cells[2]), let low = Price(cells[3]), let close = Price(cells[4]),
        let volume = Quantity(cells[5]), low.isPositive, low <= min(open, close),
        high >= max(open, close), !volume.isNegative, times.last.map({ time > $0 }) ?? true
      else { throw Fault(path: parts[1], line: number + 1) }
      times.append(time)
      bars.append(
        Recording.Bar(open: open, high: high, low: low, close: close, volume: volume))
    }
    // What is missing in a recording is not made up: the candles follow each other.
    let length = zip(times.dropFirst(), times).map { $0 - $1 }.min() ?? 0
    guard length >= 1_000, bars.count > 1 else { throw Fault(path: parts[1], line: lines.count) }
    return Recording(coin: parts[0], length: .milliseconds(length), bars: bars)
  }
}
