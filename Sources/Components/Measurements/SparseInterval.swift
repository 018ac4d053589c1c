import Statistics

/// What one timeline interval measured, put away.
public typealias SparseInterval = SparseHistogram
