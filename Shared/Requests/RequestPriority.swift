/// What a request is for; the later ones go first when a venue takes only so many.
public enum RequestPriority: Int, Sendable, Hashable, CaseIterable, Comparable {
  case data, inquiry, entry, stop, cancel

  public static func < (a: RequestPriority, b: RequestPriority) -> Bool { a.rawValue < b.rawValue }
}
