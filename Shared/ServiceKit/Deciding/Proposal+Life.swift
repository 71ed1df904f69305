public import Bus
public import Digest
public import Events
import EventSourcing

extension Proposal {
  /// The fact that a service is up; once for each epoch of its producer.
  public static func started(
    _ service: ServiceName, as producer: Producer, epoch: Int64, stateHash: Digest256? = nil,
    appliedThrough seq: SequenceNumber
  ) -> Proposal {
    let started = ServiceStarted(
      service: service.subject, binary: BuildIdentity.current, stateHash: stateHash,
      appliedThrough: seq)
    return Proposal(
      fact: .serviceStarted(started),
      id: Identifier(of: "service-started", producer.rawValue, String(epoch)))
  }

  /// The fact that a service left in good order.
  public static func stopped(
    _ service: ServiceName, as producer: Producer, epoch: Int64, appliedThrough seq: SequenceNumber
  ) -> Proposal {
    let stopped = ServiceStopped(service: service.subject, appliedThrough: seq)
    return Proposal(
      fact: .serviceStopped(stopped),
      id: Identifier(of: "service-stopped", producer.rawValue, String(epoch)))
  }
}

extension ServiceName {
  /// The subject of the events that are about the service.
  public var subject: Name { Name(rawValue[...]) ?? Name() }
}
