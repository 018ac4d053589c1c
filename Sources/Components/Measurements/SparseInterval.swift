import Statistics

/// What one timeline interval measured, put away.
package typealias SparseInterval = SparseHistogram
