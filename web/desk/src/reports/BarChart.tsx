import { useRef } from 'react';

import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { useWidth } from '../ui/useWidth';
import type { Group } from './measures';

const [HEIGHT, LEFT, BOTTOM, TOP] = [200, 36, 22, 8];
const [LIKELY_WIDTH, LABEL_WIDTH] = [960, 84];
const SERIES = [
  { name: 'requested', fill: 'fill-grey-fill' },
  { name: 'handled', fill: 'fill-accent' },
  { name: 'unanswered', fill: 'fill-warn-fill' },
] as const;

/** Three bars for each hour or day. The table under it has the same figures for those who do not see it. */
export function BarChart({ groups, label }: { groups: readonly Group[]; label: string }) {
  const t = useText();
  const format = useFormat();
  const ref = useRef<SVGSVGElement>(null);
  const width = useWidth(ref, LIKELY_WIDTH);
  const most = Math.max(1, ...groups.flatMap(({ figures }) => SERIES.map(({ name }) => figures[name])));
  const top = roundUp(most);
  const step = (width - LEFT) / groups.length;
  const bar = Math.min(18, (step * 0.78) / SERIES.length);
  const y = (value: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top);
  const each = Math.ceil((groups.length * LABEL_WIDTH) / width);
  return (
    <figure className="rounded-lg border border-line bg-panel p-3">
      <figcaption className="mb-2 flex gap-4 text-xs text-soft">
        {SERIES.map(({ name, fill }) => (
          <span key={name} className="flex items-center gap-1.5">
            <svg aria-hidden="true" viewBox="0 0 8 8" className="size-2">
              <rect width="8" height="8" rx="2" className={fill} />
            </svg>
            {t(`desk.count.${name}`)}
          </span>
        ))}
      </figcaption>
      <svg ref={ref} height={HEIGHT} role="img" aria-label={label} className="block w-full">
        {[0, top / 2, top].map((value) => (
          <g key={value}>
            <line x1={LEFT} x2={width} y1={y(value)} y2={y(value)} className="stroke-line" />
            <text x={LEFT - 8} y={y(value) + 4} textAnchor="end" className="fill-soft text-xs">
              {format.whole(value)}
            </text>
          </g>
        ))}
        {groups.map(({ key, name, figures }, at) => (
          <g key={key}>
            <title>{`${name}: ${SERIES.map((series) => `${t(`desk.count.${series.name}`)} ${figures[series.name]}`).join(', ')}`}</title>
            <rect x={LEFT + at * step} y={TOP} width={step} height={HEIGHT - TOP - BOTTOM} className="fill-transparent" />
            {SERIES.map((series, nth) => (
              <rect
                key={series.name}
                x={LEFT + at * step + (step - bar * SERIES.length) / 2 + nth * bar}
                y={y(figures[series.name])}
                width={Math.max(1, bar - 1)}
                height={y(0) - y(figures[series.name])}
                rx="1.5"
                className={series.fill}
              />
            ))}
            {at % each === 0 && (
              <text x={LEFT + (at + 0.5) * step} y={HEIGHT - 5} textAnchor="middle" className="fill-soft text-xs">
                {name}
              </text>
            )}
          </g>
        ))}
      </svg>
    </figure>
  );
}

/** The next even number that is 1, 2, 4, 6 or 8 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(2, value)));
  return [1, 2, 4, 6, 8, 10].map((times) => times * power).find((limit) => limit >= value && limit % 2 === 0) ?? value;
}
