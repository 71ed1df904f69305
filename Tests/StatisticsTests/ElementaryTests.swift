import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct `Elementary functions` {
  @Test func `the exponential is within two units in the last place of the C library's`() {
    var seed = Seeded(1)
    for _ in 0..<200_000 {
      let value = (seed.unit() - 0.5) * 1_400
      let reference = exp(value)
      let distance = (exponential(value) - reference).magnitude
      if distance > 2 * reference.ulp { Issue.record("exp(\(value))") }
    }
  }

  @Test func `the exponential's ends`() {
    #expect(exponential(0) == 1 && exponential(-0.0) == 1)
    #expect(exponential(.infinity) == .infinity && exponential(-.infinity) == 0)
    #expect(exponential(.nan).isNaN)
    #expect(exponential(709.78).isFinite && exponential(709.79) == .infinity)
    #expect(exponential(-745) > 0 && exponential(-746) == 0)
  }

  @Test func `powers`() {
    #expect(power(0, 2) == nil && power(-1, 2) == nil)
    #expect(power(7, 0) == 1)
    #expect(agrees(power(2, 10), 1_024))
    #expect(agrees(power(4.32, 365.0 / 1_460), 1.441_686_848_480_852_5))
  }

  @Test func `the normal quantile turns the distribution round`() throws {
    #expect(StandardNormal.quantile(0.5) == 0)
    for part in [0.0, 1, -0.1, 1.1, .nan] { #expect(StandardNormal.quantile(part) == nil) }
    var seed = Seeded(2)
    for _ in 0..<20_000 {
      // Small parts as well, where other coefficients are at work.
      let part = exponential(-seed.unit() * 60) / 2
      let value = try #require(StandardNormal.quantile(part))
      let back = erfc(-value / 2.0.squareRoot()) / 2
      if (back - part).magnitude > 1e-13 * part { Issue.record("quantile(\(part)) = \(value)") }
      if part > 1e-3, let mirrored = StandardNormal.quantile(1 - part),
        (mirrored + value).magnitude > 1e-12
      {
        Issue.record("quantile(\(1 - part)) = \(mirrored)")
      }
    }
  }

  @Test func `the bell curve`() {
    #expect(agrees(StandardNormal.density(0), 0.398_942_280_401_432_7, within: 1e-16))
    #expect(StandardNormal.density(1.5) == StandardNormal.density(-1.5))
    #expect(StandardNormal.density(50) == 0)
  }

  @Test func `percentiles lie on the line between two values`() {
    let sample = Sample([4, 1, 3, 2])
    #expect(sample.percentile(0) == 1 && sample.percentile(1) == 4)
    #expect(sample.percentile(0.5) == 2.5)
    #expect(agrees(sample.percentile(0.1), 1.3))
  }
}
