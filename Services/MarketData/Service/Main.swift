@main
struct MarketDataService {
  static func main() {}
}
