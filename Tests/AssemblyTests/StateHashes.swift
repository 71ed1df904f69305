import Digest
import Events
import ServiceKit

/// The hash of each state, by producer.
func hashes(
  _ states: [(producer: Producer, state: any Sendable & Encodable)]
) throws -> [Producer: Digest256] {
  func hash(_ state: some Encodable) throws -> Digest256 { try CodedState.hash(state) }
  var found: [Producer: Digest256] = [:]
  for (producer, state) in states { found[producer] = try hash(state) }
  return found
}
