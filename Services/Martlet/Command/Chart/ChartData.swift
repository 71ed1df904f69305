import Events
import MarketDataCore
import MarketDataFiles
import Quantities

/// The data of a page as JSON that may stand inside a script element.
struct ChartData {
  private(set) var text = ""

  init(_ analysis: ChartAnalysis, title: String) {
    let frames = analysis.frames
    text = "{"
    add("title", scriptSafe(title))
    add("seconds", "\(frames.base.seconds)")
    add("levelFrame", "\"\(frames.levels)\"")
    add("regimeFrame", "\"\(frames.regime)\"")
    add("decimals", "\(analysis.decimals)")
    addCandles(analysis.candles)
    let digits = analysis.decimals + 2
    for column in analysis.columns {
      add(column.name, list(column.cells) { rounded($0, digits: column.isPrice ? digits : 2) })
    }
    let marks = analysis.marks.map { "\"\($0.name)\":\(list($0.places) { "\($0)" })" }
    add("marks", "{\(marks.joined(separator: ","))}")
    add("regimes", list(analysis.regimes) { "[\($0.place),\"\($0.regime.rawValue)\"]" })
    add("levels", list(analysis.levels) { object($0, digits: digits) })
    text += "}"
  }

  private mutating func add(_ name: String, _ value: String) {
    if text.utf8.count > 1 { text += "," }
    text += "\n\"\(name)\":\(value)"
  }

  private mutating func addCandles(_ candles: [CandleClosed]) {
    add("time", list(candles) { "\($0.openTime.seconds)" })
    add("open", list(candles) { $0.open.description })
    add("high", list(candles) { $0.high.description })
    add("low", list(candles) { $0.low.description })
    add("close", list(candles) { $0.close.description })
    add("volume", list(candles) { $0.volume.description })
  }

  private func object(_ entry: ChartLevel, digits: Int) -> String {
    let level = entry.level
    let numbers = [("price", level.price), ("low", level.low), ("high", level.high)].map {
      "\"\($0.0)\":\(rounded($0.1, digits: digits))"
    }
    return "{\"kind\":\"\(level.kind.rawValue)\",\"phase\":\"\(level.phase.rawValue)\","
      + numbers.joined(separator: ",")
      + ",\"tests\":\(level.tests),\"breaks\":\(level.breaks)"
      + ",\"strength\":\(rounded(level.strength, digits: 1)),\"usable\":\(level.usable)"
      + ",\"found\":\(entry.found.seconds),\"lastTest\":\(level.lastTest.seconds)}"
  }
}

private func list<T>(_ items: [T], _ text: (T) -> String) -> String {
  var list = "["
  for item in items {
    if list.utf8.count > 1 { list += "," }
    list += text(item)
  }
  return list + "]"
}

/// A JSON string that cannot end the script element around it.
func scriptSafe(_ text: String) -> String {
  text.quoted.map { $0 == "<" ? "\\u003c" : "\($0)" }.joined()
}

/// A number with at most so many digits behind the point, "null" for what is none.
func rounded(_ number: Double?, digits: Int) -> String {
  guard let number, number.isFinite else { return "null" }
  var scale = 1.0
  for _ in 0..<digits { scale *= 10 }
  let scaled = (number * scale).rounded()
  // Beyond that there are no digits behind the point anyway.
  guard abs(scaled) < 9e15 else { return "\(number)" }
  var whole = String(Int64(abs(scaled)))
  if digits > 0 {
    whole = String(repeating: "0", count: max(0, digits + 1 - whole.utf8.count)) + whole
    whole.insert(".", at: whole.index(whole.endIndex, offsetBy: -digits))
    while whole.hasSuffix("0") { whole.removeLast() }
    if whole.hasSuffix(".") { whole.removeLast() }
  }
  return scaled < 0 ? "-\(whole)" : whole
}
