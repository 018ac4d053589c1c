/// The look of what the page's script adds: charts with their switches, the panel of a component, sorting, the readout.
enum LiveStyles {
  static var text: String { charts + architecture + controls }

  private static let charts = """
    @media screen { .alive > .still { display: none; } }
    .chart-title { margin: 0 0 .35rem; font-weight: 650; font-size: .95rem; max-width: none; }
    .keys { display: flex; flex-wrap: wrap; gap: .1rem .3rem; align-items: center; min-height: 1.8rem; font-size: .84rem; }
    .key { display: inline-flex; align-items: center; gap: .4rem; padding: .12rem .4rem; border: 1px solid transparent;
      border-radius: .35rem; background: none; color: inherit; font: inherit; cursor: pointer; text-align: left; }
    .key:hover { border-color: var(--line); } .key[aria-pressed="false"] { color: var(--muted); text-decoration: line-through; }
    .key[aria-pressed="false"] .swatch { opacity: .25; }
    .key .value { font-weight: 650; min-width: 4.2em; } .sign { display: inline-flex; align-items: center; gap: .35rem;
      padding: .12rem .4rem; color: var(--muted); }
    .swatch { --tone: var(--light); display: inline-block; flex: none; width: 1.3rem; height: 0; border-top: 2px solid var(--tone); }
    .swatch.wide { border-top-width: 5px; } .swatch.dash, .swatch.dashed { border-top-style: dashed; }
    .swatch.block { height: .8rem; border: 0; background: var(--tone); }
    .swatch.points { width: .5rem; height: .5rem; border: 0; border-radius: 50%; background: var(--tone); }
    canvas.symbol { width: 12px; height: 12px; }
    .plot { min-width: 0; overflow: hidden; border-radius: .3rem; }
    .plot .u-over { touch-action: pan-y; cursor: crosshair; }
    .plot .u-select { background: color-mix(in srgb, var(--link) 18%, transparent); }
    .plot .u-cursor-x { border-right: 1px solid var(--muted) !important; }
    @media screen and (prefers-color-scheme: dark) { .swatch { --tone: var(--dark); } }

    """

  private static let architecture = """
    .says { margin: 0 0 .4rem; color: var(--muted); font-size: .88rem; max-width: none; }
    .scripted [id^="architecture-box-"][role] { cursor: pointer; }
    .scripted [role]:focus-visible > path, .scripted [role]:focus-visible > polygon { stroke: var(--link); stroke-width: 3; }
    svg.chosen .edge { opacity: .12; } svg.chosen .edge.near { opacity: 1; stroke-width: 2; }
    svg.chosen .edge.near path { stroke: var(--link); } svg.chosen .edge.near polygon { stroke: var(--link); fill: var(--link); }
    svg .node.near > path, svg .node.near > polygon { stroke: var(--link); stroke-width: 2.4; }
    #panel { position: fixed; z-index: 3; top: 0; right: 0; bottom: 0; width: min(25rem, 100vw); overflow-y: auto;
      padding: 1rem 1.1rem 4rem; background: var(--card); color: var(--ink); border-left: 1px solid var(--line);
      box-shadow: 0 0 2rem rgb(0 0 0 / .18); font-size: .92rem; }
    #panel header { display: flex; gap: 1rem; align-items: start; justify-content: space-between; }
    #panel h2 { margin: 0; padding: 0; border: 0; overflow-wrap: anywhere; } #panel header + p { margin-top: .1rem; }
    #panel ul { padding-left: 1rem; } #panel li { overflow-wrap: anywhere; }
    @media (max-width: 46rem) { #panel { top: auto; height: 72vh; width: 100vw; border-left: 0; border-top: 1px solid var(--line); } }

    """

  private static let controls = """
    button.sort { padding: 0; border: 0; background: none; color: inherit; font: inherit; cursor: pointer; text-align: inherit; }
    button.sort:hover { color: var(--ink); text-decoration: underline; }
    th[aria-sort="ascending"] button::after { content: " ▲"; } th[aria-sort="descending"] button::after { content: " ▼"; }
    button.plain { padding: 0; border: 0; background: none; color: var(--link); font: inherit; cursor: pointer; text-align: left; }
    button.plain:hover { text-decoration: underline; }
    button.close { border: 1px solid var(--line); border-radius: .4rem; background: none; color: inherit; font: inherit;
      min-width: 2.2rem; min-height: 2.2rem; cursor: pointer; }
    .find { margin: .6rem 0 -.3rem; } .find input { width: min(100%, 18rem); padding: .3rem .6rem; border: 1px solid var(--line);
      border-radius: .4rem; background: var(--card); color: var(--ink); font: inherit; font-size: .88rem; }
    #readout { position: fixed; z-index: 2; left: 50%; bottom: .6rem; transform: translateX(-50%); display: flex; gap: .8rem;
      align-items: center; max-width: calc(100vw - 1rem); padding: .4rem .9rem; border: 1px solid var(--line);
      border-radius: .6rem; background: var(--card); box-shadow: 0 .2rem 1rem rgb(0 0 0 / .18); font-size: .88rem; }
    #readout[hidden], #readout [hidden], #panel[hidden], tr[hidden] { display: none; }
    #readout button { border: 1px solid var(--line); border-radius: .4rem; background: none; color: var(--link); font: inherit;
      padding: .1rem .5rem; cursor: pointer; white-space: nowrap; }
    @media (max-width: 46rem) { #readout { left: .5rem; right: .5rem; bottom: .5rem; transform: none; justify-content: space-between; } }
    :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
    @media (pointer: coarse) { .key, .sign { padding: .35rem .4rem; } }

    """
}
