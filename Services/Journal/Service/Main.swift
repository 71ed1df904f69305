@main
struct JournalService {
  static func main() {}
}
