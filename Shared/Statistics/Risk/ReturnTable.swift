/// Returns of several instruments over the same stretches of time, one column for each.
public struct ReturnTable: Sendable, Hashable {
  /// Nil where a return is not known.
  public private(set) var columns: [[Double?]] = []

  public init() {}

  /// Adds the returns between closes that stand at the same times as those of the other columns;
  /// traps when there are not as many.
  public mutating func append(closes: [Double?]) {
    let column = returns(of: closes)
    precondition(columns.allSatisfy { $0.count == column.count })
    columns.append(column)
  }

  /// How the columns move together; 1 where fewer than `minimum` returns are known of both.
  public func correlations(minimum: Int = ValueAtRisk.minimumCount) -> CorrelationMatrix {
    CorrelationMatrix(of: columns, minimum: minimum)
  }

  /// What holdings of these values would have gained or lost in each stretch in which the returns
  /// of all are known (historical simulation); traps unless there is a value for each column.
  public func gains(holding values: [Double]) -> Sample {
    precondition(values.count == columns.count)
    guard let rows = columns.first?.indices else { return Sample([]) }
    return Sample(
      rows.compactMap { row in
        var sum = 0.0
        for (column, value) in zip(columns, values) {
          guard let step = column[row] else { return nil }
          sum += step * value
        }
        return sum
      })
  }
}
