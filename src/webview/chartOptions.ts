import type uPlot from 'uplot';
import { type Chart, integerTicks, type LineKind } from './chartData';
import type { ChartLook } from './chartLook';
import type { Words } from './words';

/** What a chart is drawn with, beside its data. */
export interface ChartDress {
  look: ChartLook;
  words: Words;
  width: number;
  height: number;
}

/** Dashes of a line, in CSS pixels: lines differ in dash and marker, not in colour alone. */
export const dashes: Record<LineKind, number[]> = { training: [], validation: [6, 4] };

/**
 * Options for uPlot. `chart` gives the current data, so that new points need no new options. `hovered` hears the place in
 * `chart().x` under the pointer, or null.
 */
export function chartOptions(
  chart: () => Chart,
  dress: ChartDress,
  hovered: (index: number | null) => void,
): uPlot.Options {
  const { step } = chart();
  return {
    width: dress.width,
    height: dress.height,
    padding: [8, 12, 0, 0],
    legend: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    scales: {
      x: { time: false, range: () => chart().xRange },
      y: { range: () => chart().yRange },
    },
    series: [{}, ...chart().lines.map((line) => lineSeries(line.kind, step, dress.look))],
    axes: [xAxis(dress), yAxis(chart, dress)],
    cursor: {
      y: false,
      drag: { x: false, y: false, setScale: false },
      sync: { key: step, setSeries: false },
    },
    hooks: {
      drawAxes: [(plot) => drawUprights(plot, chart(), dress)],
      draw: [(plot) => drawMarkers(plot, chart(), dress.look)],
      setCursor: [(plot) => hovered(plot.cursor.idx ?? null)],
    },
  };
}

/** The chart's columns as uPlot takes them. */
export function alignedData(chart: Chart): uPlot.AlignedData {
  return [chart.x, ...chart.lines.map((line) => line.values)];
}

function lineSeries(kind: LineKind, step: Chart['step'], look: ChartLook): uPlot.Series {
  return {
    stroke: look.line[kind],
    width: step === 'epoch' ? look.width : look.width * 0.65,
    dash: dashes[kind],
    points: { show: false },
  };
}

function xAxis({ look, words }: ChartDress): uPlot.Axis {
  return {
    stroke: look.text,
    font: `11px ${look.font}`,
    size: 26,
    gap: 4,
    grid: { show: false },
    ticks: { stroke: look.grid, width: 1, size: 4 },
    border: { show: true, stroke: look.grid, width: 1 },
    splits: (plot, _axis, min, max) => integerTicks(min, max, Math.max(2, Math.floor(plot.width / 56))),
    values: (_plot, splits) => splits.map((split) => words.number(split)),
  };
}

function yAxis(chart: () => Chart, { look, words }: ChartDress): uPlot.Axis {
  const isAccuracy = chart().metric === 'accuracy';
  const quarters = { splits: () => [0, 0.25, 0.5, 0.75, 1] };
  return {
    stroke: look.text,
    font: `11px ${look.font}`,
    size: 46,
    gap: 6,
    space: 32,
    grid: { stroke: look.grid, width: 1 },
    ticks: { show: false },
    ...(isAccuracy ? quarters : {}),
    values: (_plot, splits) =>
      splits.map((split) => (isAccuracy ? words.wholeShare(split) : words.number(split))),
  };
}

/** Thin upright lines behind the data: where an epoch ends, and the best epoch. */
function drawUprights(plot: uPlot, chart: Chart, { look, words }: ChartDress): void {
  const { ctx, bbox } = plot;
  const ratio = pixelRatio(plot);
  ctx.save();
  ctx.lineWidth = ratio;
  const upright = (x: number) => {
    const left = Math.round(plot.valToPos(x, 'x', true));
    ctx.beginPath();
    ctx.moveTo(left, bbox.top);
    ctx.lineTo(left, bbox.top + bbox.height);
    ctx.stroke();
    return left;
  };
  const epochWidth = (bbox.width / ratio) * ((chart.epochEnds[0] ?? 0) / (chart.xRange[1] - chart.xRange[0]));
  if (epochWidth > 6) {
    ctx.strokeStyle = look.grid;
    for (const end of chart.epochEnds) upright(end);
  }
  if (chart.best !== null) {
    ctx.strokeStyle = look.best;
    ctx.setLineDash([2 * ratio, 3 * ratio]);
    const left = upright(chart.best);
    ctx.fillStyle = look.text;
    ctx.font = `${11 * ratio}px ${look.font}`;
    ctx.textBaseline = 'bottom';
    const label = words.text('best');
    const fits = left + 4 * ratio + ctx.measureText(label).width < bbox.left + bbox.width;
    ctx.textAlign = fits ? 'left' : 'right';
    ctx.fillText(label, left + (fits ? 4 : -4) * ratio, bbox.top + bbox.height - 3 * ratio);
  }
  ctx.restore();
}

/** A round marker for training, a square for validation, a star where validation was best; thinned out when they would touch. */
function drawMarkers(plot: uPlot, chart: Chart, look: ChartLook): void {
  if (chart.step === 'batch' && chart.x.length > 1) return;
  const ratio = pixelRatio(plot);
  const { ctx, bbox } = plot;
  const spacing = bbox.width / ratio / Math.max(1, chart.xRange[1] - chart.xRange[0]);
  const every = Math.max(1, Math.ceil(10 / spacing));
  ctx.save();
  // uPlot leaves the dashes of the last line it drew.
  ctx.setLineDash([]);
  for (const line of chart.lines) {
    line.values.forEach((value, index) => {
      const x = chart.x[index];
      if (value === null || x === undefined) return;
      const isBest = x === chart.best && line.kind === 'validation';
      if (!isBest && index % every !== 0 && index !== chart.x.length - 1) return;
      ctx.beginPath();
      outline(
        ctx,
        isBest ? 'star' : line.kind,
        plot.valToPos(x, 'x', true),
        plot.valToPos(value, 'y', true),
        ratio,
      );
      ctx.fillStyle = isBest ? look.best : line.kind === 'training' ? look.line.training : look.background;
      ctx.strokeStyle = isBest ? look.background : look.line[line.kind];
      ctx.lineWidth = (isBest ? 1 : 2) * ratio;
      ctx.fill();
      ctx.stroke();
    });
  }
  ctx.restore();
}

function outline(
  ctx: CanvasRenderingContext2D,
  shape: LineKind | 'star',
  x: number,
  y: number,
  ratio: number,
): void {
  switch (shape) {
    case 'training':
      ctx.arc(x, y, 3 * ratio, 0, 2 * Math.PI);
      return;
    case 'validation':
      ctx.rect(x - 3 * ratio, y - 3 * ratio, 6 * ratio, 6 * ratio);
      return;
    case 'star':
      for (let corner = 0; corner < 10; corner++) {
        const reach = (corner % 2 === 0 ? 8 : 3.6) * ratio;
        const angle = (corner * Math.PI) / 5 - Math.PI / 2;
        ctx.lineTo(x + reach * Math.cos(angle), y + reach * Math.sin(angle));
      }
      ctx.closePath();
  }
}

/** Canvas pixels to a CSS pixel. */
function pixelRatio(plot: uPlot): number {
  return plot.ctx.canvas.width / plot.width;
}
