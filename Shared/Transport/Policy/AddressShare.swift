/// Which part of a venue's limits for an address a process keeps to, where several ask from it.
///
/// The split is fixed: nobody needs to know whether the others live, what is asked for data never
/// keeps orders waiting, and together they stay within the limit.
public enum AddressShare: Sendable, Hashable, CaseIterable {
  /// All of it: nobody else asks.
  case whole
  /// A third, for who asks for data.
  case data
  /// The rest, for who sends orders.
  case orders

  /// What it is of a limit; one request at least.
  public func part(of limit: Int) -> Int {
    let third = max(1, limit / 3)
    return switch self {
    case .whole: limit
    case .data: third
    case .orders: max(1, limit - third)
    }
  }
}
