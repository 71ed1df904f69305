public import Digest
import Foundation

/// The coded form of a decider's state: JSON with sorted keys, the same in every process.
///
/// It is for snapshots and for comparing states; nothing that trades reads it.
public enum CodedState {
  /// The bytes of a state.
  public static func encode(_ state: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return Array(try encoder.encode(state))
  }

  /// The state that was coded.
  public static func decode<State: Decodable>(
    _ type: State.Type, from bytes: [UInt8]
  ) throws -> State {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(type, from: Data(bytes))
  }

  /// The hash of a coded form: two states are the same if it is.
  public static func digest(_ bytes: [UInt8]) -> Digest256 { SHA256.hash(bytes) }

  /// SHA-256 of the coded form.
  public static func hash(_ state: some Encodable) throws -> Digest256 {
    SHA256.hash(try encode(state))
  }
}
