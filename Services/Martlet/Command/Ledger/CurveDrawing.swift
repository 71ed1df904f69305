import Quantities
import Statistics

/// A curve over days as SVG, with a grid, a scale and a hint for each place.
struct CurveDrawing {
  struct Point {
    let place: Int
    let value: Double
  }

  static let width = 960.0
  private static let left = 64.0
  private static let right = 12.0
  private static let top = 10.0
  private static let bottom = 22.0
  /// The most points that are drawn; of more, the least and the greatest of each part.
  private static let limit = 900

  let name: String
  let height: Double
  let values: [Double]
  /// What stands below each value.
  let dates: [String]
  /// How a value is written.
  let format: (Double) -> String
  /// Whether the area reaches to zero, as a drawdown's does, or to the bottom.
  let isBelowZero: Bool

  private var range: (low: Double, high: Double) {
    let low = values.min() ?? 0
    let high = isBelowZero ? 0 : values.max() ?? 1
    guard high > low else { return (low - 1, high + (isBelowZero ? 0 : 1)) }
    let room = (high - low) * 0.04
    return (low - room, isBelowZero ? 0 : high + room)
  }

  private func x(_ place: Int) -> Double {
    let part = values.count > 1 ? Double(place) / Double(values.count - 1) : 0.5
    return Self.left + part * (Self.width - Self.left - Self.right)
  }

  private func y(_ value: Double) -> Double {
    let (low, high) = range
    return Self.top + (high - value) / (high - low) * (height - Self.top - Self.bottom)
  }

  /// The values, or the ends of each part of them, in their order.
  private var points: [Point] {
    guard values.count > Self.limit else {
      return values.enumerated().map { Point(place: $0, value: $1) }
    }
    var points: [Point] = []
    let parts = Self.limit / 2
    for part in 0..<parts {
      let places = (values.count * part / parts)..<(values.count * (part + 1) / parts)
      guard let low = places.min(by: { values[$0] < values[$1] }),
        let high = places.max(by: { values[$0] < values[$1] })
      else { continue }
      for place in Set([low, high, places.lowerBound]).sorted() {
        points.append(Point(place: place, value: values[place]))
      }
    }
    points.append(Point(place: values.count - 1, value: values[values.count - 1]))
    return points
  }

  /// Round numbers in the range, four to eight of them.
  private var steps: [Double] {
    let (low, high) = range
    var step = 1e-12
    for factor in [2, 2.5, 2].cycled where (high - low) / step > 6 { step *= factor }
    var value = (low / step).rounded(.up) * step
    var steps: [Double] = []
    while value <= high, steps.count < 12 {
      steps.append(value)
      value += step
    }
    return steps
  }

  var svg: String {
    let line = points.map { "\(x($0.place).fixed(1)),\(y($0.value).fixed(1))" }
    let ground = isBelowZero ? Self.top : height - Self.bottom
    let area =
      ["\(x(0).fixed(1)),\(ground.fixed(1))"] + line
      + ["\(x(max(0, values.count - 1)).fixed(1)),\(ground.fixed(1))"]
    return """
      <svg class="\(name)" viewBox="0 0 \(Self.width.fixed(0)) \(height.fixed(0))" role="img" \
      aria-label="\(name)">\(grid)
      <polygon points="\(area.joined(separator: " "))"/>
      <polyline points="\(line.joined(separator: " "))"/>\(hints)
      </svg>
      """
  }

  private var grid: String {
    let lines = steps.map { value in
      let y = y(value).fixed(1)
      return """
        <line x1="\(Self.left.fixed(0))" x2="\((Self.width - Self.right).fixed(0))" y1="\(y)" \
        y2="\(y)"/><text x="\((Self.left - 6).fixed(0))" y="\(y)" dy="4" \
        text-anchor="end">\(escaped(format(value)))</text>
        """
    }
    let count = min(6, dates.count)
    let labels = (0..<count).map { index in
      let place = count > 1 ? (dates.count - 1) * index / (count - 1) : 0
      let anchor =
        count == 1 ? "middle" : index == 0 ? "start" : index == count - 1 ? "end" : "middle"
      return """
        <text x="\(x(place).fixed(1))" y="\((height - 6).fixed(0))" \
        text-anchor="\(anchor)">\(escaped(dates[place]))</text>
        """
    }
    return (lines + labels).joined()
  }

  /// Narrow strips that say their day and value where the pointer rests.
  private var hints: String {
    let count = min(values.count, 240)
    return (0..<count).map { index in
      let place = count > 1 ? (values.count - 1) * index / (count - 1) : 0
      let width = (Self.width - Self.left - Self.right) / Double(max(1, count))
      return """
        <rect x="\((x(place) - width / 2).fixed(1))" y="0" width="\(width.fixed(2))" \
        height="\(height.fixed(0))"><title>\(escaped(dates[place])): \
        \(escaped(format(values[place])))</title></rect>
        """
    }.joined()
  }
}

extension Array {
  /// The elements over and over; for steps on a scale, a hundred times at most.
  fileprivate var cycled: [Element] { (0..<100).map { self[$0 % count] } }
}
