/// Scenario texts damaged at random, or with numbers of every magnitude in place of their own: whatever comes of them,
/// they are read as scenarios or refused with their problems, and what is read can be run.
public enum ScenarioMutant {
  private static let letters = Array("{}[]:,-#|&*!'\"%$/. \n\t0123456789abcxyz_=<>()+~é\u{0}\u{feff}")

  /// One to four changes of characters, words or lines.
  public static func damaged(_ text: String, _ random: inout SmallGenerator) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for _ in 0...random.below(3) {
      let line = random.below(lines.count)
      switch random.below(8) {
      case 0: lines.remove(at: line)
      case 1: lines.insert(lines[line], at: random.below(lines.count))
      case 2: lines.swapAt(line, random.below(lines.count))
      case 3: lines[line] = String(lines[line].dropLast(random.below(lines[line].count + 1)))
      case 4: lines[line] = "  " + lines[line]
      default: lines[line] = damaged(line: lines[line], &random)
      }
      if lines.isEmpty { lines = [""] }
    }
    return lines.joined(separator: "\n")
  }

  /// One character replaced, removed or added, or one word exchanged for another of the line.
  private static func damaged(line: String, _ random: inout SmallGenerator) -> String {
    var characters = Array(line)
    guard !characters.isEmpty else { return String(letters[random.below(letters.count)]) }
    let place = random.below(characters.count)
    let letter = letters[random.below(letters.count)]
    switch random.below(4) {
    case 0: characters[place] = letter
    case 1: characters.remove(at: place)
    case 2: characters.insert(letter, at: place)
    default:
      var words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      words.swapAt(random.below(words.count), random.below(words.count))
      return words.joined(separator: " ")
    }
    return String(characters)
  }

  /// One to three numbers replaced by others from 10⁻¹⁸ to 10²⁴, or by zero; their units stay.
  public static func magnified(_ text: String, _ random: inout SmallGenerator) -> String {
    var characters = Array(text)
    for _ in 0...random.below(3) {
      let numbers = numbers(in: characters)
      guard !numbers.isEmpty else { return text }
      characters.replaceSubrange(numbers[random.below(numbers.count)], with: magnitude(&random))
    }
    return String(characters)
  }

  /// `0.000000003`, `7000000000000`, `0`: no exponents, as scenarios are written.
  static func magnitude(_ random: inout SmallGenerator) -> String {
    let digit = "\(1 + random.below(9))"
    let power = random.below(44) - 18
    if power == 25 { return "0" }
    return power < 0
      ? "0." + String(repeating: "0", count: -power - 1) + digit : digit + String(repeating: "0", count: power)
  }

  /// Where numbers stand as values: after a blank, a bracket or one of the signs that a number follows, and not in a
  /// comment.
  private static func numbers(in characters: [Character]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var index = 0
    var isComment = false
    while index < characters.count {
      let character = characters[index]
      if character == "\n" { isComment = false }
      if character == "#" { isComment = true }
      let before = index > 0 ? characters[index - 1] : "\n"
      guard !isComment, character.isASCII, character.isNumber, " ([$x.<=".contains(before) else {
        index += 1
        continue
      }
      var end = index
      while end < characters.count, characters[end].isASCII, characters[end].isNumber || characters[end] == "." {
        // `10ms..25ms` holds two numbers.
        if characters[end] == ".", end + 1 >= characters.count || !characters[end + 1].isNumber { break }
        end += 1
      }
      found.append(index..<end)
      index = end
    }
    return found
  }

  /// A text that was changed in one of the two ways.
  public static func of(_ text: String, _ random: inout SmallGenerator) -> String {
    random.below(2) == 0 ? damaged(text, &random) : magnified(text, &random)
  }
}
