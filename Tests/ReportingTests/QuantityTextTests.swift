import Testing

@testable import Reporting

@Suite("Numbers for people")
struct QuantityTextTests {
  @Test(
    "tell times in the unit that keeps them short",
    arguments: [
      (0, "0 s"), (1, "1 ns"), (850, "850 ns"), (999, "999 ns"), (1_000, "1 µs"),
      (1_490_000, "1.49 ms"), (1_500_000, "1.5 ms"), (1_499_800, "1.50 ms"),
      (999_400_000, "999 ms"), (999_600_000, "1.00 s"), (286_100_000_000, "286 s"),
      (300_000_000_000, "300 s"), (600_000_000_000, "10 min"), (1_800_000_000_000, "30 min"),
      (7_200_000_000_000, "2 h"), (86_400_000_000_000, "24 h"), (2_592_000_000_000_000, "30 d"),
      (-1_500_000, "−1.5 ms"), (.max, "never"),
    ] as [(Int64, String)])
  func times(nanoseconds: Int64, text: String) {
    #expect(QuantityText.time(nanoseconds) == text)
  }

  @Test(
    "tell counts in full up to a hundred thousand",
    arguments: [
      (0, "0"), (999, "999"), (7_412, "7,412"), (98_304, "98,304"), (100_000, "100 k"),
      (305_200, "305 k"), (999_999, "1.00 M"), (150_000_000, "150 M"),
      (4_600_000_000, "4.6 G"), (.max, "18.4 E"),
    ] as [(UInt64, String)])
  func counts(count: UInt64, text: String) {
    #expect(QuantityText.count(count) == text)
  }

  @Test(
    "tell money to the cent only where cents matter",
    arguments: [
      (0, "$0"), (2_780_000_000, "$2,780"), (99_990_000, "$99.99"), (19_200_000, "$19.20"),
      (900_000, "$0.90"), (4_000, "$0.004"), (-1_500_000, "−$1.50"),
      (41_212_400_000, "$41,212"), (3_000_000_000_000_000, "$3 G"),
    ] as [(Int64, String)])
  func money(micros: Int64, text: String) {
    #expect(QuantityText.money(micros, currency: "USD") == text)
  }

  @Test("tell money in other currencies, and tiny prices by the million")
  func otherMoney() {
    #expect(QuantityText.money(Int64(2_500_000), currency: "EUR") == "€2.50")
    #expect(QuantityText.money(Int64(2_500_000), currency: "CHF") == "CHF 2.50")
    #expect(QuantityText.unitPrice(0.4, currency: "USD") == "$0.40 a million")
    #expect(QuantityText.unitPrice(57_600_000, currency: "USD") == "$57.60")
    // As the price book has them.
    #expect(QuantityText.unitPrice(230_400_000, currency: "USD") == "$230.40")
    #expect(QuantityText.unitPrice(22_500, currency: "USD") == "$0.0225")
    #expect(QuantityText.unitPrice(41_600, currency: "USD") == "$0.0416")
    #expect(QuantityText.unitPrice(85_000, currency: "USD") == "$0.085")
    #expect(QuantityText.unitPrice(16.7, currency: "USD") == "$16.70 a million")
    #expect(QuantityText.unitPrice(1_260_000_000, currency: "USD") == "$1,260")
    #expect(QuantityText.unitPrice(0, currency: "USD") == "$0")
  }

  @Test(
    "never round a share to all or nothing",
    arguments: [
      (0, "0 %"), (1, "100 %"), (0.831, "83.1 %"), (0.9995, "99.95 %"), (0.99999, "99.999 %"),
      (0.00024, "0.024 %"), (0.5, "50 %"), (1.25, "125 %"), (.nan, "–"),
    ] as [(Double, String)])
  func shares(ratio: Double, text: String) {
    #expect(QuantityText.share(ratio) == text)
  }

  @Test(
    "keep three digits",
    arguments: [
      (0.1 + 0.2, "0.3"), (3.14159, "3.14"), (9.996, "10.0"), (99.96, "100"), (999.5, "1,000"),
      (12_345.6, "12,346"), (-2.5, "−2.5"), (1_234_567, "1.23 M"), (0.000123456, "0.000123"),
      (1e-12, "1.00e-12"), (.infinity, "∞"),
    ] as [(Double, String)])
  func numbers(number: Double, text: String) {
    #expect(QuantityText.number(number) == text)
  }

  @Test("tell bytes, rates and quantiles")
  func others() {
    #expect(QuantityText.bytes(16) == "16 B")
    #expect(QuantityText.bytes(2_400_000_000) == "2.4 GB")
    #expect(QuantityText.rate(526_315.8) == "526 k/s")
    #expect(QuantityText.rate(0.25) == "0.25/s")
    #expect(QuantityText.quantile(0.5) == "p50")
    #expect(QuantityText.quantile(0.999) == "p99.9")
    #expect(QuantityText.figure(0x1p63, unit: "ns") == "never")
    #expect(QuantityText.figure(12, unit: "requests") == "12 requests")
    #expect(WeekClock.text(0) == "Mon 00:00")
    #expect(WeekClock.text(((5 * 24 + 20) * 60 + 30) * 60_000_000_000) == "Sat 20:30")
    #expect("a-name-that-is-long".shortened(to: 9).count == 9)
  }
}
