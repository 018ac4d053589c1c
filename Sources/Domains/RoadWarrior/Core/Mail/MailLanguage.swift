/// A language that booking mails are written in, and its words.
package enum MailLanguage: UInt8, Sendable, CaseIterable {
  case english, german, french, spanish

  /// What a field may be called; every vendor has its own habit.
  package func labels(of field: BookingField) -> [String] {
    switch self {
    case .english: Self.englishLabels[Int(field.rawValue)]
    case .german: Self.germanLabels[Int(field.rawValue)]
    case .french: Self.frenchLabels[Int(field.rawValue)]
    case .spanish: Self.spanishLabels[Int(field.rawValue)]
    }
  }

  /// The field that a label names, in whatever case; nil for anything else.
  package func field(labelled label: Substring) -> BookingField? {
    let label = label.lowercased()
    return BookingField.allCases.first { field in labels(of: field).contains { $0.lowercased() == label } }
  }

  /// By these a subject shows that its mail confirms a booking, and in which language.
  package var confirmations: [String] {
    switch self {
    case .english: ["booking confirmation", "your booking is confirmed"]
    case .german: ["Buchungsbestätigung", "Ihre Buchung ist bestätigt"]
    case .french: ["confirmation de réservation", "votre réservation est confirmée"]
    case .spanish: ["confirmación de reserva", "su reserva está confirmada"]
    }
  }

  package var months: [String] {
    switch self {
    case .english:
      [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
      ]
    case .german:
      [
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
        "Dezember",
      ]
    case .french:
      [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
      ]
    case .spanish:
      [
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
        "diciembre",
      ]
    }
  }

  package var shortMonths: [String] {
    switch self {
    case .english: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    case .german: ["Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"]
    case .french: ["janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc"]
    case .spanish: ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"]
    }
  }

  /// From Monday.
  package var shortWeekdays: [String] {
    switch self {
    case .english: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    case .german: ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"]
    case .french: ["lun", "mar", "mer", "jeu", "ven", "sam", "dim"]
    case .spanish: ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"]
    }
  }

  package var and: String {
    switch self {
    case .english: "and"
    case .german: "und"
    case .french: "et"
    case .spanish: "y"
    }
  }

  package var decimalSeparator: Character { self == .english ? "." : "," }
  /// French has the narrow no-break space.
  package var groupSeparator: Character {
    switch self {
    case .english: ","
    case .german, .spanish: "."
    case .french: "\u{202f}"
    }
  }

  // In the order of `BookingField`.
  private static let englishLabels = [
    ["Booking number", "Booking reference", "Confirmation number"], ["Travellers", "Passengers", "Guests"],
    ["From", "Check-in", "Begins"], ["To", "Check-out", "Ends"], ["Total", "Total price", "Amount due"],
    ["Destination", "Place", "Location"],
  ]
  private static let germanLabels = [
    ["Buchungsnummer", "Buchungscode", "Bestätigungsnummer"], ["Reisende", "Fluggäste", "Gäste"],
    ["Von", "Anreise", "Beginn"], ["Bis", "Abreise", "Ende"], ["Gesamt", "Gesamtpreis", "Zu zahlen"],
    ["Reiseziel", "Ort", "Standort"],
  ]
  private static let frenchLabels = [
    ["Numéro de réservation", "Référence de réservation", "Numéro de confirmation"],
    ["Voyageurs", "Passagers", "Clients"], ["Du", "Arrivée", "Début"], ["Au", "Départ", "Fin"],
    ["Total", "Prix total", "Montant dû"], ["Destination", "Lieu", "Localité"],
  ]
  private static let spanishLabels = [
    ["Número de reserva", "Localizador", "Número de confirmación"], ["Viajeros", "Pasajeros", "Huéspedes"],
    ["Desde", "Llegada", "Inicio"], ["Hasta", "Salida", "Fin"], ["Total", "Precio total", "Importe"],
    ["Destino", "Lugar", "Localidad"],
  ]
}
