// The page of the timeline as text: no script and no style but our own files, nothing from anywhere else.

/** What the page is made of. */
export interface Parts {
  /** What a webview may load files of the extension from. */
  readonly source: string;
  readonly script: string;
  readonly style: string;
  /** Used once. */
  readonly nonce: string;
}

/** The page. */
export function html({ source, script, style, nonce }: Parts): string {
  const policy = `default-src 'none'; style-src ${source}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>Predicted timeline</title>
</head>
<body>
<p id="nothing" role="status">…</p>
<main id="run" hidden>
<header>
<span class="badge">predicted</span>
<span id="call"></span>
<span id="result"></span>
<span id="remark" role="status"></span>
<span class="space"></span>
<span id="passes">
<select id="loops" aria-label="Loop"></select>
<input id="slider" type="range" min="0" max="1" value="0" aria-label="Pass of the loop; 0 for all passes">
<span id="sliderText" aria-hidden="true"></span>
</span>
<span class="zoom" role="group" aria-label="Zoom">
<button id="out" type="button" aria-label="Narrower steps" title="Narrower steps (-)">−</button>
<button id="fit" type="button" aria-label="Fit" title="Fit (0)">Fit</button>
<button id="in" type="button" aria-label="Wider steps" title="Wider steps (+)">+</button>
</span>
</header>
<div id="scroll">
<div id="board">
<div id="gutter" aria-hidden="true"><div class="corner"></div><div id="labels"></div></div>
<div id="picture">
<div id="axis" aria-hidden="true"></div>
<div id="band" aria-hidden="true"></div>
<svg id="ways" aria-hidden="true"><polyline id="way"></polyline></svg>
<div id="steps" role="listbox" aria-orientation="horizontal" aria-label="Steps of the predicted run. Left and right: step by step; up and down: the same line again; Enter: to the editor."></div>
<div id="lanes" aria-hidden="true"></div>
</div>
</div>
</div>
<footer>
<span id="detail" role="status" aria-live="polite"></span>
<span class="legend" aria-hidden="true"><span><span class="mark verified"></span>verified</span><span><span class="mark predicted"></span>predicted</span><span><span class="mark refuted"></span>refuted</span></span>
</footer>
</main>
<div id="tip" role="tooltip" hidden></div>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
