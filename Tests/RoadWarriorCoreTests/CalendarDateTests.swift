import Testing

@testable import RoadWarriorCore

@Suite struct CalendarDateTests {
  @Test func `every day of the range follows the one before`() {
    var (year, month, day) = (1970, 1, 1)
    var wrong: [UInt16] = []
    for number in 0...UInt16.max {
      let date = CalendarDate(number: number)
      if date.components != (year, month, day) || CalendarDate(year: year, month: month, day: day) != date {
        wrong.append(number)
      }
      day += 1
      if CalendarDate(year: year, month: month, day: day) == nil {
        day = 1
        month += 1
      }
      if month == 13 { (year, month) = (year + 1, 1) }
    }
    #expect(wrong.isEmpty, "\(wrong.count), first \(wrong.first ?? 0)")
  }

  @Test func `days that do not exist are none`() {
    for (year, month, day) in [
      (2027, 2, 29), (2100, 2, 29), (2027, 4, 31), (2027, 0, 1), (2027, 13, 1), (2027, 1, 0), (2027, 1, 32),
      (1969, 12, 31), (2150, 1, 1), (2149, 12, 31),
    ] {
      #expect(CalendarDate(year: year, month: month, day: day) == nil)
    }
    #expect(CalendarDate(year: 2028, month: 2, day: 29) != nil && CalendarDate(year: 2000, month: 2, day: 29) != nil)
  }

  @Test func `weekdays, and steps that stay in the range`() throws {
    #expect(CalendarDate(number: 0).weekday == 3)
    #expect(try #require(CalendarDate(year: 2027, month: 3, day: 12)).weekday == 4)
    let date = CalendarDate(number: 100)
    #expect(date.advanced(by: 5).number == 105 && date.advanced(by: -101).number == 0)
    #expect(date.advanced(by: .max).number == .max && date.advanced(by: .min).number == 0)
  }
}
