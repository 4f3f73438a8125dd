// Draws the lines of /attention with uPlot, over the drawing of the server: numbers are shown where
// the pointer is, a part can be enlarged. Where this does not run, the server's drawing stays.
"use strict";

(() => {
  const place = document.getElementById("attention-drawn");
  if (!place || typeof uPlot === "undefined") return;
  const drawn = JSON.parse(place.dataset.drawn);
  if (drawn.times.length < 2) return;
  // The days are those of Kazakhstan, wherever the reader is: their clock is drawn as if it were UTC.
  const times = drawn.times.map((second) => second + 5 * 3600);
  const dashes = [[], [7, 4], [2, 4], [10, 3, 2, 3], [4, 2]];
  let chart = null;

  function draw() {
    const styles = getComputedStyle(document.documentElement);
    const colour = (name) => styles.getPropertyValue(name).trim();
    const axis = { stroke: colour("--ink"), grid: { stroke: colour("--line") }, ticks: { stroke: colour("--line") } };
    const day = (second) => {
      const date = new Date(second * 1000);
      return `${date.getUTCDate()} ${drawn.months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
    };
    const options = {
      width: Math.max(place.clientWidth, 260),
      height: 300,
      tzDate: (second) => uPlot.tzDate(new Date(second * 1000), "Etc/UTC"),
      axes: [{ ...axis, values: (_, ticks) => ticks.map(day), space: 90 }, axis],
      scales: { y: { range: (_, least, most) => [0, most > 0 ? most * 1.05 : 1] } },
      series: [
        { label: drawn.when, value: (_, second) => (second === null ? "" : day(second)) },
        ...drawn.names.map((label, number) => ({ label, stroke: colour(`--c${number + 1}`), width: 2, dash: dashes[number] })),
      ],
    };
    if (chart) chart.destroy();
    for (const each of [...place.children]) each.remove();
    chart = new uPlot(options, [times, ...drawn.numbers], place);
  }

  draw();
  addEventListener("resize", () => chart.setSize({ width: Math.max(place.clientWidth, 260), height: 300 }));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
})();
