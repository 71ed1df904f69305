import Foundation
import Quantities
import Testing

@Suite struct Measures {
  @Test func `a price times a quantity is money, and back`() {
    let price: Price = "50000.5"
    let quantity: Quantity = "0.002"
    let money: Money = price * quantity
    #expect(money == "100.001")
    #expect(quantity * price == money)
    #expect(quantity.multiplied(by: price) == money)
    #expect(money.divided(by: price) as Quantity == quantity)
    #expect(money.divided(by: quantity) as Price == price)
    #expect(money.divided(by: Money(50)) as Ratio == "2.00002")
    #expect(price.divided(by: Price(2)) as Ratio == "25000.25")
  }

  @Test func `a ratio scales every measure and keeps its meaning`() {
    let percent: Ratio = "0.01"
    #expect(Money(250) * percent == Money("2.5"))
    #expect(Price(250) * percent == Price("2.5"))
    #expect(Quantity(250) * percent == Quantity("2.5"))
    #expect(Ratio(250) * percent == Ratio("2.5"))
    #expect(Money("2.5") / percent == Money(250))
    #expect(Money("2.5").divided(by: percent, rounding: .down) as Money == 250)
    #expect(Price("2.5").divided(by: percent, rounding: .down) as Price == 250)
    #expect(Ratio("2.5").divided(by: percent) == 250)
  }

  @Test func `each named rounding reaches the number`() {
    let third = Money(1).divided(by: Quantity(3), rounding: .down) as Price
    #expect(third == "0.333333333333333333")
    #expect(Money(1).divided(by: Quantity(3), rounding: .up) as Price == third + Price(.ulp))
    #expect(Money(1).divided(by: Price(3), rounding: .up) as Quantity == "0.333333333333333334")
    #expect(Money(1).divided(by: Money(3), rounding: .ceiling) as Ratio == "0.333333333333333334")
    #expect(Price(.ulp).multiplied(by: Quantity("0.5"), rounding: .up) == Money(.ulp))
    #expect(Price(.ulp).multiplied(by: Quantity("0.5"), rounding: .down) == 0)
    #expect(Money(.ulp).multiplied(by: Ratio("0.5"), rounding: .up) == Money(.ulp))
  }

  @Test(arguments: [
    ("100.26", "0.25", Rounding.down, "100.25"), ("100.26", "0.25", .up, "100.5"),
    ("100.375", "0.25", .halfEven, "100.5"), ("100.625", "0.25", .halfEven, "100.5"),
    ("100.625", "0.25", .halfAwayFromZero, "100.75"), ("-0.1", "0.25", .floor, "-0.25"),
    ("-0.1", "0.25", .ceiling, "0"), ("43210.987", "0.5", .down, "43210.5"),
    ("0.00001234", "0.00000001", .down, "0.00001234"), ("7", "5", .halfEven, "5"),
    ("7.5", "5", .halfEven, "10"), ("0.0009", "0.001", .down, "0"),
  ])
  func `prices go to ticks and quantities to lots`(
    number: String, step: String, rounding: Rounding, expected: String
  ) throws {
    let price = try #require(Price(number)).rounded(toTick: #require(Price(step)), rounding)
    #expect(price.description == expected)
    let quantity = try #require(Quantity(number)).rounded(toLot: #require(Quantity(step)), rounding)
    #expect(quantity.description == expected)
    #expect(try price.isMultiple(of: #require(Price(step))))
  }

  @Test func `a measure behaves as its number`() {
    let a: Money = "-2.5"
    #expect(a + 3 == "0.5")
    #expect(a - 1 == "-3.5")
    #expect(-a == "2.5")
    #expect(a.magnitude == "2.5")
    #expect(a < 0 && a.isNegative && !a.isPositive && !a.isZero && a.signum == -1)
    #expect(Money.zero.isZero && Money.one.isPositive)
    #expect(a.double == -2.5)
    #expect(a.description == "-2.5")
    #expect(Swift.max(a, 1) == 1)
    #expect(Set<Money>(["1.0", 1, "1"]).count == 1)
    #expect(Money.min < Money.max)
    var sum = Money.zero
    for _ in 0..<10 { sum += "0.1" }
    #expect(sum == 1)
    sum -= 1
    #expect(sum == .zero)
    let malformed = "1,5"
    #expect(Money(malformed) == nil)
  }

  @Test func `a measure is coded as a decimal string`() throws {
    let data = try JSONEncoder().encode([Price("0.1"), Price(-5)])
    #expect(String(decoding: data, as: UTF8.self) == #"["0.1","-5"]"#)
    #expect(try JSONDecoder().decode([Price].self, from: data) == ["0.1", -5])
  }

  @Test func `sides and directions mirror each other`() {
    for side in Side.allCases {
      #expect(side.opposite != side)
      #expect(side.opposite.opposite == side)
      #expect(side.sign == -side.opposite.sign)
    }
    for direction in Direction.allCases {
      #expect(direction.opposite != direction)
      #expect(direction.opposite.opposite == direction)
      #expect(direction.exitSide == direction.opposite.entrySide)
      #expect(direction.sign == direction.entrySide.sign)
    }
    #expect(Side.buy.sign == 1)
    #expect(Direction.long.entrySide == .buy)
    #expect(Direction.short.entrySide == .sell)
    #expect(Side.allCases.map(\.rawValue) == ["buy", "sell"])
    #expect(Direction.allCases.map(\.rawValue) == ["long", "short"])
  }
}
