/// The sentences around the fields of a booking, for vendors who write letters.
struct MailSentences: Sendable {
  /// Text before each field, in order; what comes after the last field is `end`.
  private let before: [(field: BookingField, text: String)]
  private let end: String

  init(_ language: MailLanguage) {
    switch language {
    case .english:
      before = [
        (.travellers, "Dear "), (.place, ", we look forward to your stay in "), (.begins, " from "), (.ends, " to "),
        (.cost, ". The total comes to "), (.number, ". Please quote your booking "),
      ]
      end = " in all enquiries."
    case .german:
      before = [
        (.travellers, "Guten Tag "), (.place, ", wir freuen uns auf Ihren Aufenthalt in "), (.begins, " vom "),
        (.ends, " bis zum "), (.cost, ". Der Gesamtpreis beträgt "), (.number, ". Ihre Buchung hat die Nummer "),
      ]
      end = ", bitte geben Sie sie bei Rückfragen an."
    case .french:
      before = [
        (.travellers, "Bonjour "), (.place, ", nous nous réjouissons de votre séjour à "), (.begins, " du "),
        (.ends, " au "), (.cost, ". Le montant total est de "), (.number, ". Votre réservation porte le numéro "),
      ]
      end = ", merci de le rappeler dans vos courriers."
    case .spanish:
      before = [
        (.travellers, "Hola "), (.place, ", le esperamos para su estancia en "), (.begins, " del "), (.ends, " al "),
        (.cost, ". El importe total es de "), (.number, ". Su reserva tiene el número "),
      ]
      end = ", indíquelo en sus consultas."
    }
  }

  func text(_ fields: [WrittenField], brand: String) -> String {
    var text = ""
    for (field, literal) in before {
      // Each sentence on a line of its own.
      text += literal.hasPrefix(". ") ? ".\n" + literal.dropFirst(2) : literal
      text += fields.first { $0.field == field }?.text ?? ""
    }
    return text + end + "\n\(brand)"
  }

  /// However the lines are broken: any run of blanks counts as one space. Ends at the first sentence that is missing.
  func fields(in body: String) -> [BookingField: [Substring]] {
    let words = TextScan.lines(of: body).flatMap { $0.split { $0 == " " || $0 == "\t" } }
    let text = words.joined(separator: " ")
    var found: [BookingField: [Substring]] = [:]
    guard let start = TextScan.range(of: before[0].text, in: text[...]) else { return [:] }
    var rest = text[start.upperBound...]
    for (index, place) in before.enumerated() {
      let next = index + 1 < before.count ? before[index + 1].text : end
      guard let range = TextScan.range(of: next, in: rest) else { return found }
      found[place.field] = [rest[..<range.lowerBound]]
      rest = rest[range.upperBound...]
    }
    return found
  }
}
