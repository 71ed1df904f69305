import Glibc

extension DataDirectory {
  /// Where a venue on this machine says how it is reached: `DIR/run/venue.json`.
  public var venueFile: String { "\(run)/venue.json" }

  /// The key of an account at a venue on this machine: `DIR/keys/simulated.json`.
  public var simulatedKeyFile: String { "\(keys)/simulated.json" }

  /// Says how a venue on this machine is reached; a reader sees all of it or what was there before.
  public func announceVenue(_ line: String) throws(SystemError) {
    try WholeFile.replace(venueFile, with: line + "\n")
  }

  /// Takes back what was said of a venue that is not there any more.
  public func withdrawVenue() { WholeFile.remove(venueFile) }

  /// The bytes of the key file, or nil when there is none yet.
  public func simulatedKey() throws(SystemError) -> [UInt8]? {
    do {
      return try WholeFile.read(simulatedKeyFile, limit: 4096)
    } catch  where error.number == ENOENT {
      return nil
    }
  }

  /// Puts a key in place, readable by its owner alone.
  public func keepSimulatedKey(_ text: String) throws(SystemError) {
    try WholeFile.replace(simulatedKeyFile, with: text + "\n")
  }
}
