import Quantities
import Testing

/// Each trap runs in a process of its own; the last test shows that such a process can succeed.
@Suite struct `Fixed-point traps` {
  @Test func `a sum out of range traps`() async {
    await #expect(processExitsWith: .failure) { print(FixedPoint.max + .ulp) }
  }

  @Test func `a difference out of range traps`() async {
    await #expect(processExitsWith: .failure) { print(FixedPoint.min - .ulp) }
  }

  @Test func `the opposite of the least number traps`() async {
    await #expect(processExitsWith: .failure) { print(-FixedPoint.min) }
  }

  @Test func `a product out of range traps`() async {
    await #expect(processExitsWith: .failure) { print(FixedPoint.max * 2) }
  }

  @Test func `a quotient out of range traps`() async {
    await #expect(processExitsWith: .failure) { print(FixedPoint.max / "0.1") }
  }

  @Test func `division by zero traps`() async {
    await #expect(processExitsWith: .failure) { print(FixedPoint.zero / .zero) }
  }

  @Test func `a step of zero traps`() async {
    await #expect(processExitsWith: .failure) {
      print(FixedPoint.one.rounded(toMultipleOf: .zero, .down))
    }
  }

  @Test func `a multiple out of range traps`() async {
    await #expect(processExitsWith: .failure) {
      print(FixedPoint.max.rounded(toMultipleOf: .one, .up))
    }
  }

  @Test func `a malformed literal traps`() async {
    await #expect(processExitsWith: .failure) { print("1,5" as FixedPoint) }
  }

  @Test func `a price times a quantity out of range traps`() async {
    await #expect(processExitsWith: .failure) { print(Price.max * Quantity(2)) }
  }

  @Test func `an instant out of range traps`() async {
    await #expect(processExitsWith: .failure) {
      print(Instant(nanoseconds: .max) + .nanoseconds(1))
    }
  }

  @Test func `a time frame of no length traps`() async {
    await #expect(processExitsWith: .failure) { print(TimeFrame(seconds: 0)) }
  }

  @Test func `what fits does not trap`() async {
    await #expect(processExitsWith: .success) {
      print(FixedPoint.max - .ulp, FixedPoint.max * "0.5", FixedPoint.max / 2, FixedPoint.min)
    }
  }
}
