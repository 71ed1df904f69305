import Events

/// One input of the fuzzer: the first byte chooses the type, the others are the payload.
///
/// No bytes may trap, and what is accepted is written back byte for byte.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  guard let start = unsafe start, count > 0 else { return 0 }
  let input = unsafe UnsafeBufferPointer(start: start, count: count)
  let types = EventType.allCases
  let type = types[Int(unsafe input[0]) % types.count]
  let payload = unsafe Array(input[1...])
  guard let event = try? Event(type: type, version: type.version, payload: payload) else {
    return 0
  }
  precondition(event.type == type, "\(type.rawValue) reads as another type")
  precondition(
    event.json == payload,
    "\(String(decoding: payload, as: UTF8.self)) is read, but written as \(event.json)")
  return 0
}
