import { useText } from '../i18n/i18n';
import { movedTo, type ReportRange } from './range';
import { Segments } from '../ui/Segments';

interface RangeFormProps {
  range: ReportRange;
  /** The site's present day. */
  today: string;
  onChange: (range: ReportRange) => void;
}

const FIELD = 'h-8 rounded-md border border-edge bg-panel px-2';

export function RangeForm({ range, today, onChange }: RangeFormProps) {
  const t = useText();
  return (
    <div className="flex flex-wrap items-center gap-2">
      <label className="flex items-center gap-1.5 text-soft">
        {t('desk.report.from')}
        <input
          type="date"
          max={today}
          value={range.from}
          onChange={(event) => onChange(movedTo(range, { from: event.target.value }))}
          className={`${FIELD} text-ink`}
        />
      </label>
      <label className="flex items-center gap-1.5 text-soft">
        {t('desk.report.until')}
        <input
          type="date"
          max={today}
          value={range.until}
          onChange={(event) => onChange(movedTo(range, { until: event.target.value }))}
          className={`${FIELD} text-ink`}
        />
      </label>
      <Segments
        label={t('desk.report.grain')}
        options={[
          ['hour', t('desk.report.hour')],
          ['day', t('desk.report.day')],
        ]}
        chosen={range.grain}
        onChoose={(grain) => onChange({ ...range, grain })}
      />
    </div>
  );
}
