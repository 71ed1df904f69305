public import Events
import Quantities

extension Configuration {
  /// Reads what deciders are configured by; what is not given has its default.
  ///
  /// The keys are those of the configuration file: `risk.perTrade`, `paper.deposit`,
  /// `strategies[0].triggerFrame`, … Problems are noted in the reader, `finish()` throws them.
  public static func read(
    from reader: inout ConfigurationReader, defaults: Configuration = .standard
  ) -> Configuration {
    let configuration = Configuration(
      strategies: reader.sections("strategies", default: defaults.strategies) {
        StrategyConfiguration.read(from: &$0, at: $1, word: $2)
      },
      risk: .read(from: &reader, defaults: defaults.risk),
      paper: .read(from: &reader, defaults: defaults.paper),
      desk: .read(from: &reader, defaults: defaults.desk), market: defaults.market)
    let names = configuration.strategies.map(\.name)
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      reader.refuse("strategies[\(index)].name", "is the name of another strategy already")
    }
    return configuration
  }
}

extension PaperConfiguration {
  static func read(
    from reader: inout ConfigurationReader, defaults: PaperConfiguration
  ) -> PaperConfiguration {
    PaperConfiguration(
      account: reader.name("paper.account", default: defaults.account),
      deposit: reader.decimal("paper.deposit", default: defaults.deposit, .positive),
      makerFee: reader.decimal(
        "paper.makerFee", default: defaults.makerFee, .between("-0.01", "0.05")),
      takerFee: reader.decimal("paper.takerFee", default: defaults.takerFee, .between(0, "0.05")),
      slippage: reader.decimal("paper.slippage", default: defaults.slippage, .between(0, "0.05")),
      participation: reader.decimal(
        "paper.participation", default: defaults.participation, .positive(upTo: 1)),
      mode: reader.choice("paper.mode", default: defaults.mode),
      latency: reader.delay("paper.latency", default: defaults.latency),
      rejections: reader.decimal(
        "paper.rejections", default: defaults.rejections, .between(0, "0.5")),
      doubts: reader.decimal("paper.doubts", default: defaults.doubts, .between(0, "0.5")),
      reconciliation: reader.delay("paper.reconciliation", default: defaults.reconciliation),
      bookAge: reader.delay("paper.bookAge", default: defaults.bookAge))
  }
}

extension DeskConfiguration {
  static func read(
    from reader: inout ConfigurationReader, defaults: DeskConfiguration
  ) -> DeskConfiguration {
    DeskConfiguration(
      receiveWindow: reader.interval("desk.receiveWindow", default: defaults.receiveWindow),
      visibility: reader.interval("desk.visibility", default: defaults.visibility),
      questionPause: reader.interval("desk.questionPause", default: defaults.questionPause),
      surveyEvery: reader.interval("desk.surveyEvery", default: defaults.surveyEvery),
      settling: reader.interval("desk.settling", default: defaults.settling),
      streamLag: reader.interval("desk.streamLag", default: defaults.streamLag),
      entryPatience: reader.interval("desk.entryPatience", default: defaults.entryPatience),
      deadManSwitch: reader.delay("desk.deadManSwitch", default: defaults.deadManSwitch))
  }
}

extension ConfigurationReader {
  /// A text of at most 31 bytes.
  mutating func name(_ path: String, default standard: Name) -> Name {
    value(path, default: standard.description, expected: "a text of 1 to 31 bytes") { text in
      text.isEmpty ? nil : Name(text[...])
    }
  }

  /// A length of time such as 5m, 48h or 10d.
  mutating func interval(_ path: String, default standard: Interval) -> Interval {
    word(
      path, default: DurationText.text(nanoseconds: standard.nanoseconds),
      expected: "a time above zero like 250ms, 30s, 5m, 2h or 1d"
    ) { text in
      DurationText.nanoseconds(text).flatMap { $0 > 0 ? Interval(nanoseconds: $0) : nil }
    }
  }

  /// A length of time, or 0s for none.
  mutating func delay(_ path: String, default standard: Interval) -> Interval {
    word(
      path, default: DurationText.text(nanoseconds: standard.nanoseconds),
      expected: "a time like 0s, 250ms or 2s"
    ) { text in
      DurationText.nanoseconds(text).flatMap { $0 >= 0 ? Interval(nanoseconds: $0) : nil }
    }
  }

  /// A time frame such as 1m, 4h or 1d.
  mutating func frame(_ path: String, default standard: TimeFrame) -> TimeFrame {
    value(
      path, default: standard.description, expected: "a time frame such as 15m, 1h, 4h or 1d"
    ) { TimeFrame($0) }
  }
}
