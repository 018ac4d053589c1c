import Foundation
import GRDB

/// What GRDB and the file system report, as our own error.
enum DatabaseFailure {
  /// Runs `work`; whatever it throws leaves as a `RecordingError` about `path`.
  static func translated<Result>(_ path: String, _ work: () throws -> Result) throws -> Result {
    do {
      return try work()
    } catch let error as RecordingError {
      throw error
    } catch let damage as Damage {
      throw RecordingError(path: path, reason: .damaged(damage.what))
    } catch let error as DatabaseError {
      throw RecordingError(path: path, reason: reason(of: error))
    } catch {
      throw RecordingError(path: path, reason: reason(ofFile: error))
    }
  }

  private static func reason(of error: DatabaseError) -> RecordingError.Reason {
    switch error.resultCode {
    case .SQLITE_NOTADB: .notADatabase
    case .SQLITE_READONLY, .SQLITE_PERM: .readOnly
    case .SQLITE_FULL: .diskFull
    case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
    case .SQLITE_CORRUPT: .damaged(error.message ?? "malformed")
    case .SQLITE_CANTOPEN: .unusable("this database cannot be opened or created")
    default: .unusable(error.message ?? "SQLite error \(error.resultCode.rawValue)")
    }
  }

  private static func reason(ofFile error: any Error) -> RecordingError.Reason {
    guard let error = error as? CocoaError else { return .unusable("\(error)") }
    switch error.code {
    case .fileWriteNoPermission, .fileReadNoPermission, .fileWriteVolumeReadOnly: return .readOnly
    case .fileWriteOutOfSpace: return .diskFull
    case .fileNoSuchFile, .fileReadNoSuchFile: return .unusable("there is no such file")
    case .fileWriteFileExists: return .unusable("a file stands where a folder is needed")
    default: return .unusable("this place cannot be used")
    }
  }
}

/// A stored value that cannot be what was written; turned into a `RecordingError` at the border.
struct Damage: Error {
  var what: String
}
