/// uPlot 1.6.32 (MIT, see LICENSE beside this file), which draws the charts of a page. It is taken as its authors
/// release it: nothing in its files is ours.
package enum ChartLibrary {
  package static var script: String { String(decoding: PackageResources.uPlot_iife_min_js, as: UTF8.self) }
  package static var styles: String { String(decoding: PackageResources.uPlot_min_css, as: UTF8.self) }
  /// To stand wherever a copy of the script does.
  package static var license: String { String(decoding: PackageResources.LICENSE, as: UTF8.self) }
}
