/// The venues that can be named; programs may add their own.
public struct VenueRegistry: Sendable {
  private var adapters: [any VenueAdapter] = []

  /// No venue.
  public init() {}

  /// The venues of this suite.
  public static var standard: VenueRegistry {
    var registry = VenueRegistry()
    registry.register(BybitAdapter())
    return registry
  }

  /// The names in their order.
  public var names: [String] { adapters.map(\.capabilities.name).sorted() }

  /// Adds a venue, or replaces the one of its name.
  public mutating func register(_ adapter: some VenueAdapter) {
    adapters.removeAll { $0.capabilities.name == adapter.capabilities.name }
    adapters.append(adapter)
  }

  /// The venue of a name.
  public subscript(name: String) -> (any VenueAdapter)? {
    adapters.first { $0.capabilities.name == name }
  }
}
