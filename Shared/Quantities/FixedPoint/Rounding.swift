/// Where a number goes that lies between two that can be kept.
public enum Rounding: String, Sendable, Hashable, CaseIterable, Codable {
  /// Toward zero.
  case down
  /// Away from zero.
  case up
  /// Toward the lesser.
  case floor
  /// Toward the greater.
  case ceiling
  /// To the nearest; from the middle to the even neighbour.
  case halfEven
  /// To the nearest; from the middle away from zero.
  case halfAwayFromZero
}

extension Rounding {
  /// Whether the magnitude `quotient` + `remainder` / `divisor` becomes `quotient` + 1.
  ///
  /// The remainder is below the divisor, as a division leaves it.
  @usableFromInline
  func increments(
    isNegative: Bool, quotient: UInt128, remainder: UInt128, divisor: UInt128
  ) -> Bool {
    guard remainder != 0 else { return false }
    switch self {
    case .down: return false
    case .up: return true
    case .floor: return isNegative
    case .ceiling: return !isNegative
    case .halfEven:
      let rest = divisor &- remainder
      return remainder > rest || (remainder == rest && quotient & 1 == 1)
    case .halfAwayFromZero: return remainder >= divisor &- remainder
    }
  }
}
