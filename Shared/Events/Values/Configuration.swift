/// Everything that deciders are configured by; a fact in the log.
public struct Configuration: Fields, Codable {
  public var strategies: [StrategyConfiguration] = []
  public var risk = RiskConfiguration()
  public var paper = PaperConfiguration()
  public var desk = DeskConfiguration()
  public var market = MarketConfiguration()

  public init() {}

  public init(
    strategies: [StrategyConfiguration], risk: RiskConfiguration, paper: PaperConfiguration,
    desk: DeskConfiguration = DeskConfiguration(), market: MarketConfiguration
  ) {
    self.strategies = strategies
    self.risk = risk
    self.paper = paper
    self.desk = desk
    self.market = market
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("strategies", &strategies)
    visitor.field("risk", &risk)
    visitor.field("paper", &paper)
    visitor.field("desk", &desk)
    visitor.field("market", &market)
  }
}
