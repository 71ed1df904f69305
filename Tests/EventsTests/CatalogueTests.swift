import Events
import Testing

@Suite struct CatalogueTests {
  @Test(arguments: EventType.allCases)
  func `every stored property is a field, in the order of declaration`(type: EventType) {
    var names = FieldNames()
    var event = Event(blank: type)
    event.visit(&names)
    let properties = Mirror(reflecting: event.payload).children.compactMap(\.label)
    #expect(names.names == properties)
    #expect(Event(blank: type).type == type)
  }

  @Test(arguments: EventType.allCases)
  func `a conclusion has one owner, a decider; a fact has an observer`(type: EventType) {
    if type.isConclusion {
      #expect(type.owners.count == 1)
      #expect(Producer.deciders.contains(type.owners[0]))
    } else {
      #expect(!type.owners.isEmpty)
    }
  }

  @Test func `the place of a type is its place among the cases`() {
    #expect(EventType.allCases.map(\.index) == Array(EventType.allCases.indices))
    #expect(EventType.allCases.count <= 128)
  }

  @Test func `a set of types holds what was put in and nothing else`() {
    for type in EventType.allCases {
      let alone = EventTypeSet([type])
      let rest = EventTypeSet(EventType.allCases.filter { $0 != type })
      #expect(EventType.allCases.filter(alone.contains) == [type])
      #expect(!rest.contains(type))
      #expect(rest.union(alone) == EventTypeSet(EventType.allCases))
    }
  }

  @Test func `the schema of a candle names its fields and their forms`() {
    #expect(
      EventType.clockTicked.schema.json
        == #"{"type":"object","properties":{"at":{"type":"integer","description":"#
        + #""nanoseconds since 1970-01-01T00:00:00Z"}},"required":["at"],"#
        + #""additionalProperties":false}"#)
  }
}

private struct FieldNames: FieldVisitor {
  var names: [String] = []

  mutating func field<Value: FieldValue>(_ name: StaticString, _ value: inout Value) {
    names.append(name.description)
  }
}
