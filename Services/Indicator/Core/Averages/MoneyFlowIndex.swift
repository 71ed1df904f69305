/// What the two sources say about the same degenerate bars of a money flow index.
public enum MoneyFlowConvention: String, Sendable, Hashable, Codable {
  /// Moves up to 10⁻¹⁴ of the two prices' sum are rounding, not moves; nothing flows: 0.
  case taLib
  /// Moves up to 10⁻¹⁰ count for neither side; nothing flows down: 100.
  case tradingView
}

/// The money flow index, from 0 to 100: the share of the volume's worth that moved upwards.
///
/// The typical price is (high + low + close) / 3; a bar's flow is that times its volume, counted
/// up or down as the typical price moved, and on neither side when it did not.
public struct MoneyFlowIndex<let length: Int>: Sendable, Hashable, Codable {
  private let convention: MoneyFlowConvention
  private var ups = WindowSum<length>()
  private var downs = WindowSum<length>()
  private var previous: Double?
  /// Absent for the first `length` bars.
  public private(set) var value: Double?

  public init(convention: MoneyFlowConvention = .taLib) { self.convention = convention }

  @inline(__always)
  public mutating func update(high: Double, low: Double, close: Double, volume: Double) {
    let typical = (high + low + close) / 3
    defer { previous = typical }
    guard let previous else { return }
    let change = typical - previous
    let least = convention == .tradingView ? 1e-10 : 1e-14 * (typical + previous)
    let flow = typical * volume
    let up = ups.next(change > least ? flow : 0)
    let down = downs.next(change < -least ? flow : 0)
    guard ups.isFull else { return }
    value = share(of: up, against: down)
  }

  private func share(of up: Double, against down: Double) -> Double {
    switch convention {
    case .taLib: up + down == 0 ? 0 : 100 * (up / (up + down))
    case .tradingView: down == 0 ? 100 : 100 - 100 / (1 + up / down)
    }
  }
}
