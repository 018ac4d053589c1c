import ChartLibrary

/// The look of the page, all inside it: system fonts, one column, light and dark, and print.
enum StyleSheet {
  static var text: String { ChartLibrary.styles + light + layout + tables + figures + LiveStyles.text + dark + print }

  private static let light = """
    :root { color-scheme: light dark; --paper: #f6f7f9; --card: #ffffff; --ink: #1b1f24;
      --muted: #59626e; --line: #dfe3e8; --link: #0b5cad; --wash: #eef1f5;
      --held: #0b6b4b; --held-wash: #e3f4ec; --violated: #b3261e; --violated-wash: #fce8e6;
      --warned: #8a5a00; --warned-wash: #fdf1d8; --unsure: #5b4b9a; --unsure-wash: #ece9f8;
      --bar: #b9d7ee; }

    """

  private static let layout = """
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
    body { margin: 0; background: var(--paper); color: var(--ink);
      font: 15px/1.55 system-ui, -apple-system, "Segoe UI", "Helvetica Neue", sans-serif;
      font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
    main { max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
    header .kicker { margin: 0; color: var(--muted); font-size: .86rem; }
    h1 { margin: .1rem 0 .3rem; font-size: 1.9rem; line-height: 1.2; font-weight: 680;
      letter-spacing: -.015em; text-wrap: balance; }
    h1 small { font-weight: 400; line-height: 1.4; color: var(--muted); font-size: .62em; letter-spacing: 0; }
    .identity { margin: 0 0 1.2rem; max-width: none; color: var(--muted); font-size: .84rem; }
    .question { margin: 0 0 1.4rem; max-width: 46rem; font-size: 1.12rem; color: var(--muted);
      text-wrap: pretty; }
    h2 { margin: 3rem 0 .8rem; padding-top: .9rem; border-top: 1px solid var(--line);
      font-size: 1.24rem; line-height: 1.3; font-weight: 650; letter-spacing: -.01em; }
    h3 { margin: 1.8rem 0 .5rem; font-size: 1rem; font-weight: 650; }
    p { margin: .5rem 0 .9rem; max-width: 46rem; text-wrap: pretty; }
    a { color: var(--link); text-underline-offset: .16em; text-decoration-thickness: from-font; }
    .muted { color: var(--muted); }
    .notice { border: 1px solid var(--warned); background: var(--warned-wash);
      color: var(--warned); padding: .6rem 1rem; border-radius: .5rem; margin: 0 0 1.2rem;
      max-width: none; font-weight: 600; }
    .verdict { border-radius: .6rem; padding: 1rem 1.2rem 1.05rem; margin: 0 0 1.2rem;
      border-left: .35rem solid; background: var(--card); }
    .verdict h2 { border: 0; margin: 0 0 .25rem; padding: 0; font-size: 1.3rem; }
    .verdict p { margin: .12rem 0; max-width: none; color: var(--ink); }
    .verdict .why { margin: 0 0 .5rem; font-size: 1.04rem; font-weight: 560; max-width: 56rem; }
    .verdict p:not(.why) { font-size: .9rem; }
    .verdict.neutral { border-color: var(--link); border-top: 1px solid var(--line);
      border-right: 1px solid var(--line); border-bottom: 1px solid var(--line); }
    .verdict.held { border-color: var(--held); background: var(--held-wash); }
    .verdict.held h2 { color: var(--held); }
    .verdict.violated { border-color: var(--violated); background: var(--violated-wash); }
    .verdict.violated h2 { color: var(--violated); }
    .verdict.warned { border-color: var(--warned); background: var(--warned-wash); }
    .verdict.warned h2 { color: var(--warned); }
    .verdict.cannot-judge { border-color: var(--unsure); background: var(--unsure-wash); }
    .verdict.cannot-judge h2 { color: var(--unsure); }
    nav { font-size: .9rem; color: var(--muted); line-height: 1.9; }
    nav a { color: inherit; margin-right: 1rem; white-space: nowrap; }
    .badge { display: inline-block; padding: .05rem .5rem; border-radius: 1rem; font-size: .84rem;
      font-weight: 600; white-space: nowrap; }
    .badge.held { color: var(--held); background: var(--held-wash); }
    .badge.violated { color: var(--violated); background: var(--violated-wash); }
    .badge.warned { color: var(--warned); background: var(--warned-wash); }
    .badge.cannot-judge { color: var(--unsure); background: var(--unsure-wash); }
    pre { background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
      padding: .7rem .9rem; overflow-x: auto; font-size: .86rem; line-height: 1.5;
      white-space: pre-wrap; overflow-wrap: anywhere; }
    code { font-family: ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace;
      font-size: .9em; overflow-wrap: anywhere; }
    pre code { font-size: inherit; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.2rem; margin: .8rem 0; }
    dt { color: var(--muted); } dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
    details { margin: .8rem 0; } summary { cursor: pointer; color: var(--link); }
    ul { padding-left: 1.2rem; } li { margin: .25rem 0; max-width: 46rem; }
    footer { margin-top: 3rem; color: var(--muted); font-size: .86rem; }

    """

  private static let tables = """
    .scroll { overflow-x: auto; margin: .8rem 0 1.2rem; background: var(--card);
      border: 1px solid var(--line); border-radius: .6rem; }
    table { border-collapse: collapse; width: 100%; font-size: .88rem; line-height: 1.4; }
    th { font-weight: 600; color: var(--muted); font-size: .8rem; vertical-align: bottom;
      white-space: nowrap; }
    th, td { padding: .42rem .6rem; text-align: left; border-bottom: 1px solid var(--line); }
    td { vertical-align: top; }
    tbody tr:last-child td { border-bottom: 0; }
    th.r, td.r { text-align: right; white-space: nowrap; }
    td:not(.r) { min-width: 5rem; }
    td .check { min-width: 17rem; }
    .narrow { display: none; }
    td .reason, td .kind { color: var(--muted); }
    td .kind { display: block; font-size: .92em; }
    td .busy { white-space: nowrap; }
    td .name { font-weight: 620; }
    .bar { display: inline-block; width: 4.6rem; height: .62rem; margin-right: .5rem;
      border-radius: .2rem; background: var(--wash); overflow: hidden; vertical-align: baseline;
      print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    .bar i { display: block; height: 100%; print-color-adjust: exact;
      -webkit-print-color-adjust: exact; }

    """

  private static let figures = """
    .figures { display: flex; flex-wrap: wrap; gap: 1rem; margin: 1rem 0; }
    figure { margin: 0; flex: 1 1 100%; min-width: 0; background: var(--card); color: var(--ink);
      border: 1px solid var(--line); border-radius: .6rem; padding: .9rem 1rem .8rem; }
    section > figure + figure { margin-top: 1rem; }
    figure.half { flex: 1 1 24rem; max-width: calc(50% - .5rem); }
    figure svg { display: block; width: 100%; height: auto; }
    figure.graph svg { margin: 0 auto; }
    figure.graph .still { overflow-x: auto; }
    figure.graph svg { min-width: 40rem; }
    .lead figure { max-width: none; flex-basis: 100%; }
    figure svg text { font-family: system-ui, -apple-system, "Segoe UI", sans-serif;
      font-variant-numeric: tabular-nums; }
    figcaption { margin-top: .5rem; color: var(--muted); font-size: .88rem; line-height: 1.45;
      text-wrap: pretty; }
    figcaption a { color: inherit; }
    @media (max-width: 46rem) {
      main { padding: 1.2rem .8rem 3rem; }
      figure.half { max-width: none; }
      td .check { min-width: 13rem; }
      .narrow { display: block; margin-bottom: .3rem; }
    }

    """

  /// On a screen only: paper is always light.
  private static var dark: String {
    let drawn = Palette.all.reduce(into: [Tone]()) { tones, tone in
      if !tones.contains(where: { $0.light == tone.light }) { tones.append(tone) }
    }
    let tones = drawn.map { tone in
      """
        figure svg [stroke="\(tone.light)"] { stroke: \(tone.dark); }
        figure svg [fill="\(tone.light)"] { fill: \(tone.dark); }
      """
    }
    return """
      @media screen and (prefers-color-scheme: dark) {
        :root { --paper: #121519; --card: #1b1f25; --ink: #e6e9ee; --muted: #a3adba;
          --line: #323842; --link: #7fbcff; --wash: #2a3039;
          --held: #5fd0a3; --held-wash: #15301f; --violated: #ff9d94; --violated-wash: #3a1a17;
          --warned: #f0bf57; --warned-wash: #36290d; --unsure: #c0b3f2; --unsure-wash: #28223f;
          --bar: #2f6da3; }
      \(tones.joined(separator: "\n"))
      }

      """
  }

  private static let print = """
    @page { size: A4; margin: 14mm 13mm; }
    @media print {
      body { background: #fff; font-size: 9.6pt; }
      main { max-width: none; padding: 0; }
      nav, .only-screen { display: none !important; }
      .appendix { break-before: page; }
      figure.graph svg { min-width: 0; }
      .scroll { overflow: visible; } .scroll table { table-layout: auto; overflow-wrap: anywhere; }
      h2 { margin-top: 1.5rem; }
      h2, h3, thead, h2 + p { break-after: avoid; }
      figure, .verdict, tr, pre, dl { break-inside: avoid; }
      .scroll { overflow: visible; border-radius: 0; border-width: 1px 0; }
      .figures { gap: 3mm; margin: 2mm 0; }
      figure { padding: 2mm 3mm; } figcaption { margin-top: 1mm; font-size: 8.6pt; }
      figure svg { max-height: 60mm; } figure.graph svg { max-height: 120mm; }
      table { font-size: 8pt; } th { font-size: 7.4pt; }
      th, td { padding: .22rem .38rem; }
      .badge, .verdict, .notice { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      details::details-content { content-visibility: visible; block-size: auto; }
      a { color: inherit; text-decoration: none; }
    }

    """
}
