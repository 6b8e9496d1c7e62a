import { html, nothing, svg } from 'lit';

/** What may lie over a bar. */
export interface BarMarks {
  /** Low and high end, 0..1, as a whisker. */
  interval: readonly [number, number];
  /** A share to compare with, 0..1, as a dashed upright. */
  mark: number;
}

/**
 * A share 0..1 as a bar of the full width, for sight only: the number stands beside it. Colours come from the host
 * element's classes `fill`, `ink` and `halo` (the background, so that ink shows on the bar); geometry is attributes, since the security policy forbids style attributes.
 */
export function shareBar(share: number, marks?: BarMarks) {
  return html`
    <svg width="100%" height=${marks === undefined ? 8 : 20} aria-hidden="true">
      <rect width="100%" height="8" fill="currentColor" opacity="0.14" />
      <rect class="fill" width=${percent(share)} height="8" />
      ${marks === undefined ? nothing : renderMarks(marks)}
    </svg>
  `;
}

/** The comparison cuts the bar, the interval lies under it. */
function renderMarks({ interval: [low, high], mark }: BarMarks) {
  return svg`
    <line class="halo" x1=${percent(mark)} x2=${percent(mark)} y2="11" stroke-width="6" />
    <line class="ink" x1=${percent(mark)} x2=${percent(mark)} y2="11" stroke-width="2" stroke-dasharray="3 1" />
    <g class="ink" stroke-width="1.5">
      <line x1=${percent(low)} x2=${percent(high)} y1="15" y2="15" />
      <line x1=${percent(low)} x2=${percent(low)} y1="11" y2="19" />
      <line x1=${percent(high)} x2=${percent(high)} y1="11" y2="19" />
    </g>
  `;
}

function percent(share: number): string {
  return `${Math.min(1, Math.max(0, share)) * 100}%`;
}
