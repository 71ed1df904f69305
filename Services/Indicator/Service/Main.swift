@main
struct IndicatorService {
  static func main() {}
}
