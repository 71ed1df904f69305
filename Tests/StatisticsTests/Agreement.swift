/// Whether a figure agrees with its reference to 10⁻⁹, or where the reference has ten decimals
/// only, to half of the last.
func agrees(_ figure: Double?, _ reference: Double, within: Double = 1e-9) -> Bool {
  guard let figure else { return false }
  return (figure - reference).magnitude <= within
}
