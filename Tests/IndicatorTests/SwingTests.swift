import IndicatorCore
import Quantities
import Testing

/// Swing points on odd shapes.
@Suite struct SwingTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var highs: [Double]
    /// Places of the swing highs.
    var expected: [Int]
  }

  static let shapes: [Shape] = [
    Shape(testDescription: "a peak", highs: [1, 2, 3, 9, 3, 2, 1], expected: [3]),
    Shape(testDescription: "two bars on the left only", highs: [2, 3, 9, 3, 2, 1], expected: []),
    Shape(testDescription: "two bars on the right only", highs: [1, 2, 3, 9, 3, 2], expected: []),
    Shape(
      testDescription: "a plateau of two has one", highs: [1, 2, 3, 9, 9, 3, 2, 1], expected: [3]),
    Shape(
      testDescription: "a plateau of five has one", highs: [1, 2, 3, 9, 9, 9, 9, 9, 3, 2, 1],
      expected: [3]),
    Shape(
      testDescription: "equal peaks three bars apart: the first",
      highs: [1, 2, 3, 9, 3, 2, 9, 3, 2, 1], expected: [3]),
    Shape(
      testDescription: "equal peaks four bars apart: both",
      highs: [1, 2, 3, 9, 3, 2, 3, 9, 3, 2, 1], expected: [3, 7]),
    Shape(
      testDescription: "a higher one on the right takes it", highs: [1, 2, 3, 8, 7, 7, 9, 3, 2, 1],
      expected: [6]),
    Shape(testDescription: "flat", highs: [5, 5, 5, 5, 5, 5, 5, 5, 5], expected: []),
    Shape(
      testDescription: "a step up stays none", highs: [1, 1, 1, 1, 2, 2, 2, 2, 2], expected: [4]),
  ]

  @Test(arguments: shapes) func `a swing high is the first of its equals`(shape: Shape) {
    #expect(swings(shape.highs, .high) == shape.expected)
  }

  @Test(arguments: shapes) func `a swing low is its mirror`(shape: Shape) {
    #expect(swings(shape.highs, .low) == shape.expected)
  }

  private func swings(_ shape: [Double], _ kind: SwingPoint.Kind) -> [Int] {
    var window = LevelWindow()
    for (index, value) in shape.enumerated() {
      // The other side never swings: it stays where it is.
      let high = kind == .high ? value : 100
      let low = kind == .low ? -value : -100
      window.append(
        LevelBar(openTime: Instant(seconds: Int64(index)), high: high, low: low, close: 0))
    }
    return window.swings.filter { $0.kind == kind }.map(\.bar)
  }

  @Test func `a window forgets the bar that is three hundred bars old`() {
    var window = LevelWindow()
    for index in 0..<400 {
      let high = index == 50 ? 9.0 : 1.0 + Double(index % 2) / 10
      window.append(
        LevelBar(openTime: Instant(seconds: Int64(index)), high: high, low: -1, close: 0))
      let isIn = window.swings.contains { $0.price == 9 }
      #expect(isIn == (index >= 53 && index < 350), "bar \(index)")
    }
    #expect(window.count == 300)
  }
}
