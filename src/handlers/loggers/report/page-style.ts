import { colourRules } from './page-colours';

const RULES = `
*{box-sizing:border-box}
[hidden]{display:none!important}
html{scroll-padding-top:72px;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
header,main,footer,nav ul{max-width:1080px;margin:0 auto;padding:0 28px}
h1,h2,h3,p,ul,ol,dl,dd,figure{margin:0;padding:0}
ul,ol{list-style:none}
:focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:4px}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.n{text-align:right}

header{padding-top:56px}
.top{display:flex;align-items:center;min-height:32px;margin-bottom:14px}
.theme{margin-left:auto;width:32px;height:32px;padding:7px;border:0;border-radius:8px;background:none;color:var(--soft);cursor:pointer}
.theme:hover{background:var(--raised);color:var(--ink)}
.theme svg{display:block;width:18px;height:18px}
.theme circle{fill:none;stroke:currentColor;stroke-width:1.5}
.theme path{fill:currentColor}
.status{display:flex;align-items:center;gap:9px;font-size:14px;font-weight:600;color:var(--soft)}
.status::before{content:"";width:9px;height:9px;border-radius:50%;background:currentColor}
.status.completed{color:var(--good)}
.status.failed,.status.stopped{color:var(--bad)}
.status.running{color:var(--accent)}
.status.running::before{animation:breathe 2.4s ease-in-out infinite}
@keyframes breathe{50%{opacity:.25}}
h1{font-size:36px;line-height:1.15;font-weight:680;letter-spacing:-.022em;text-wrap:balance;overflow-wrap:anywhere}
.way{margin-top:12px;color:var(--soft)}
.way span{white-space:nowrap}
.reason{margin-top:18px;padding:12px 16px;border-left:3px solid var(--bad);background:var(--raised);font:14px/1.5 ui-monospace,Menlo,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(148px,1fr));gap:28px 32px;margin-top:40px}
.figures:empty{display:none}
.figures dt{font-size:14px;color:var(--soft)}
.figures dd{font-size:27px;line-height:1.3;font-weight:600;letter-spacing:-.015em}
.figures dd.note{font-size:13px;line-height:1.5;font-weight:400;letter-spacing:0;color:var(--soft)}

nav{position:sticky;top:0;z-index:2;margin-top:44px;background:var(--ground);border-bottom:1px solid var(--line)}
nav ul{display:flex;gap:26px;overflow-x:auto;scrollbar-width:none}
nav a{display:block;padding:13px 0;font-size:14px;color:var(--soft);text-decoration:none;white-space:nowrap}
nav a:hover{color:var(--ink)}
section{padding:52px 0 8px}
.head{display:flex;flex-wrap:wrap;align-items:center;gap:10px;margin-bottom:22px}
h2{margin-right:auto;font-size:22px;line-height:1.3;font-weight:640;letter-spacing:-.012em}
.toggle{padding:5px 13px;border:1px solid var(--line);border-radius:99px;background:none;color:var(--soft);font:inherit;font-size:13px;cursor:pointer}
.toggle:hover{border-color:var(--strong);color:var(--ink)}
.toggle[aria-pressed=true]{border-color:var(--accent);color:var(--accent)}
.lead{max-width:68ch;margin:-8px 0 22px;color:var(--soft)}
.more{margin:28px 0 0;font-size:14px}
footer{margin-top:56px;padding-top:20px;padding-bottom:44px;color:var(--soft);font-size:13px}

.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,400px),1fr));gap:44px 48px}
.chart>svg{display:block;width:100%;height:auto;overflow:visible;touch-action:pan-y;border-radius:4px}
h3{font-size:15px;font-weight:600;overflow-wrap:anywhere}
.legend{display:flex;flex-wrap:wrap;gap:2px 18px;min-height:24px;margin:2px 0 8px;font-size:13px;color:var(--soft)}
.legend output{color:var(--ink);font-weight:600}
.legend em{color:var(--bad);font-style:normal}
.legend .at{margin-left:auto}
.key{width:18px;height:8px;margin-right:5px}
.chart text{font-size:11px;fill:var(--soft)}
.values text{text-anchor:end}
.steps text{text-anchor:middle}
.steps .unit{text-anchor:end}
.values path{stroke:var(--line);stroke-width:1;vector-effect:non-scaling-stroke}
.values .base{stroke:var(--strong)}
.curve,.smooth,.points,.broken{fill:none;stroke:var(--curve);stroke-width:2;stroke-linecap:round;stroke-linejoin:round;vector-effect:non-scaling-stroke}
.curve{stroke-dasharray:var(--dash,none)}
.points{stroke-width:6.5}
.broken{stroke:var(--bad);stroke-width:1.5}
.smooth{display:none}
[data-smooth=true] .smooth{display:inline}
[data-smooth=true] .noisy .curve{stroke-width:1;opacity:.34}
.log,[data-log=true] .has-log .linear{display:none}
[data-log=true] .has-log .log{display:inline}
.cursor{pointer-events:none}
.cursor line{stroke:var(--strong);stroke-width:1;vector-effect:non-scaling-stroke}
.cursor circle{fill:var(--curve);stroke:var(--ground);stroke-width:1.5}

.scroll{overflow-x:auto;max-width:100%}
.tall{max-height:620px;overflow-y:auto}
.beside{display:grid;grid-template-columns:auto minmax(260px,1fr);gap:36px 56px;align-items:start}
table{border-collapse:separate;border-spacing:0;font-size:14px}
caption{text-align:left;color:var(--soft);font-size:14px;padding-bottom:10px}
.heat{border-spacing:2px;font-size:13px;line-height:1.25}
.heat td{width:54px;height:44px;min-width:46px;padding:2px;border-radius:4px;text-align:center;background:var(--raised)}
.heat thead td{background:none}
.heat .q0{color:var(--soft)}
.heat td:hover{outline:2px solid var(--ink);outline-offset:-1px}
.heat small{display:block;font-size:11px}
.heat tbody th{position:sticky;left:0;max-width:150px;padding:0 10px 0 0;background:var(--ground);font-weight:500;text-align:right;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.heat thead th{padding:0 0 8px;font-weight:500;vertical-align:bottom}
.heat thead span{display:inline-block;max-height:130px;overflow:hidden;white-space:nowrap;writing-mode:vertical-rl;transform:rotate(180deg)}
.dense td{width:26px;min-width:26px;height:26px;font-size:11px}
img.heat{display:block;width:520px;max-width:100%;height:auto;background:var(--raised);image-rendering:pixelated}
.plain{width:100%}
.plain th,.plain td{padding:8px 12px 8px 0;border-bottom:1px solid var(--line);text-align:left;font-weight:400;overflow-wrap:anywhere}
.plain .n{text-align:right;white-space:nowrap}
.plain th:last-child,.plain td:last-child{padding-right:2px}
.plain thead th{color:var(--soft);font-size:13px;vertical-align:bottom;overflow-wrap:normal}
.classes{max-width:820px}
.classes thead th{position:sticky;top:0;background:var(--ground)}
.classes button{padding:0;border:0;background:none;color:inherit;font:inherit;cursor:pointer}
.classes button:hover{color:var(--ink)}
.classes [aria-sort=ascending] button::after{content:" ↑"}
.classes [aria-sort=descending] button::after{content:" ↓"}
.classes tfoot th,.classes tfoot td{border-bottom:0;font-weight:600}
.bar{width:60px;height:6px;margin-right:12px;fill:var(--s1)}
.track{fill:var(--line)}

.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(136px,1fr));gap:24px 20px}
.picture{display:block;width:100%;aspect-ratio:1;height:auto;object-fit:contain;border-radius:8px;background:var(--raised)}
.pixels{image-rendering:pixelated}
.card p{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:baseline;gap:0 8px;margin-top:8px;font-size:14px;line-height:1.4;overflow-wrap:anywhere}
.card b{font-weight:600}
.card .n{color:var(--soft)}
.card small{flex-basis:100%;font-size:13px;color:var(--soft)}
.wrong .picture{outline:3px solid var(--bad);outline-offset:2px}
.wrong small{color:var(--bad)}
.wrong small::before{content:"✕ "}
[data-mistakes=true] #predictions .card:not(.wrong){display:none}
.settings{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,300px),1fr));gap:0 48px;font-size:14px}
.settings div{display:flex;gap:16px;padding:8px 0;border-bottom:1px solid var(--line)}
.settings dt{color:var(--soft)}
.settings dd{margin-left:auto;text-align:right;font-weight:500;overflow-wrap:anywhere}
.notes{max-width:76ch}
.notes li+li{margin-top:20px}
.notes .note{font-size:13px;color:var(--soft)}
.notes b{color:var(--ink);font-weight:600}
.notes .text{white-space:pre-wrap;overflow-wrap:anywhere}

@media(max-width:820px){.beside{grid-template-columns:minmax(0,1fr)}}
@media(max-width:560px){
header,main,footer,nav ul{padding-left:16px;padding-right:16px}
header{padding-top:28px}
h1{font-size:28px}
.figures{grid-template-columns:1fr 1fr;gap:22px 20px;margin-top:28px}
.figures dd{font-size:23px}
section{padding-top:40px}
.bar{display:none}
.chart text{font-size:13px}
.cards{grid-template-columns:repeat(auto-fill,minmax(104px,1fr));gap:20px 14px}
}
@media(prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media(prefers-reduced-motion:reduce){.status::before{animation:none!important}}
@media print{
nav,.theme,.toggle{display:none!important}
body{font-size:11pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
header{padding-top:0}
section{padding-top:28px}
.chart,.card,.notes li,tr{break-inside:avoid}
h2,.lead{break-after:avoid}
.charts{grid-template-columns:1fr 1fr;gap:24px}
.scroll{overflow:visible}
.tall{max-height:none}
}
`;

/** The style of the page: no fonts, no pictures, nothing to be fetched. */
export const PAGE_STYLE = `${colourRules()}${RULES}`;
