import { useState } from 'react';

import { plusDays } from '../i18n/format';
import { useText } from '../i18n/i18n';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';

export const SHOWN_DAYS = 7;
const YEAR = 366;

interface StartFormProps {
  first: string;
  /** The site's present day. */
  today: string;
  onChange: (first: string) => void;
}

/** From which day on days are shown: a year back, two ahead. */
export function StartForm({ first, today, onChange }: StartFormProps) {
  const t = useText();
  const [min, max] = [plusDays(today, -YEAR), plusDays(today, 2 * YEAR)];
  const [typed, setTyped] = useState(first);
  // While somebody types a year the field holds the year 2, 20, 202.
  const go = (date: string) => {
    setTyped(date);
    if (min <= date && date <= max) onChange(date);
  };
  const [back, on] = [t('desk.hours.earlier'), t('desk.hours.later')];
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <label className="flex items-center gap-1.5 text-soft">
        {t('desk.hours.from')}
        <input
          type="date"
          min={min}
          max={max}
          value={typed}
          onChange={(event) => go(event.target.value)}
          className="h-8 rounded-md border border-edge bg-panel px-2 text-ink"
        />
      </label>
      <Button aria-label={back} title={back} onClick={() => go(plusDays(first, -SHOWN_DAYS))}>
        <Icon name="left" />
      </Button>
      <Button aria-label={on} title={on} onClick={() => go(plusDays(first, SHOWN_DAYS))}>
        <Icon name="right" />
      </Button>
      <Button disabled={first === today} onClick={() => go(today)}>
        {t('desk.hours.today')}
      </Button>
    </div>
  );
}
