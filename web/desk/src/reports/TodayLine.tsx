import { clock } from '../i18n/format';
import { useText } from '../i18n/i18n';
import { ratioOf } from './measures';
import { useMyFigures } from './readMyFigures';

/** The agent's day in one line. Says nothing until it knows. */
export function TodayLine() {
  const t = useText();
  const { data } = useMyFigures();
  if (data === undefined) return null;
  const aht = ratioOf('aht', data.figures);
  return (
    <span className="text-soft">
      {t('desk.figures.today', { n: data.figures.handled })}
      {aht !== null && ` · ${t('desk.ratio_short.aht')} ${clock(aht)}`}
    </span>
  );
}
